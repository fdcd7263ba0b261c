/** The newest record that this phone has seen, so that it notices when that one is rewritten later. */
import { read, write } from "@/lib/api/storage";

export type Seen = { number: number; hash: string };

export function seenBefore(): Seen | null {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(read("reserves-seen") ?? "") ?? [];
  return number && hash ? { number: Number(number), hash } : null;
}

export function remember({ number, hash }: Seen): void {
  write("reserves-seen", `${number}:${hash}`);
}
