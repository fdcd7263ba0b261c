/** Three lines that several rooms need. */
export { clsx as cx } from "clsx";

/** A key for one intention of the player: the same tap, however often it is sent, counts once. */
export function newIntentKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  // Plain-http addresses in a local network have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Only paths of our own may be returned to after signing in. */
export function safePath(path: string | string[] | undefined, otherwise: string): string {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : otherwise;
}
