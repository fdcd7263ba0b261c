/** Logging in through the API, staff with a code of the demo's authenticator. */
import { createHmac } from "node:crypto";

const API = `${process.env.API_URL ?? "http://localhost:8000"}/api/v1`;
const SECRET = "KARIBUWAGEWARSDEMOSECRETONLY2547"; // as devstack/staff_codes.py
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of the step of 30 seconds that is `steps` from now (RFC 6238). */
export function staffCode(steps = 0): string {
  const bits = [...SECRET].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const number = digest.readUInt32BE((digest[19] ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The answer to a log-in. */
export async function tokenFor(username: string, password: string): Promise<Response> {
  const send = (code?: string) =>
    fetch(`${API}/auth/login`, {
      method: "POST",
      body: new URLSearchParams({ username, password, ...(code && { code }) }),
    });
  return withCode(send);
}

/**
 * Sends a request, again with a code where it asks for one: at a log-in, or a fresh one for what it does. A code counts
 * once, and another file may have used it: then the next one is tried.
 */
export async function withCode(send: (code?: string) => Promise<Response>): Promise<Response> {
  let answer = await send();
  for (let tries = 0; tries < 10 && (await asksForCode(answer)); tries += 1) {
    if (tries > 2) await new Promise((resolve) => setTimeout(resolve, 10_000));
    answer = await send(staffCode(tries > 2 ? 0 : tries - 1));
  }
  return answer;
}

const asksForCode = async (answer: Response) =>
  !answer.ok && /second_factor_needed|fresh_factor_needed|factor_code_wrong/.test(await answer.clone().text());
