/** Calls of the API for the steps that a scenario does not take in the browser. */
import { expect } from "@playwright/test";
import { TERMS_VERSION } from "../../src/lib/copy/legal";
import { tokenFor, withCode } from "../staff/codes";
import { codeOn } from "./simulator";

export const PASSWORD = "Karibu-WageWars-1";
const API = `${process.env.API_URL ?? "http://localhost:8000"}/api/v1`;
const tokens = new Map<string, Promise<string>>();
const devices = new Map<string, string>();

async function newToken(username: string): Promise<string> {
  const answer = await tokenFor(username, PASSWORD);
  if (!answer.ok) throw new Error(`login of ${username}: ${answer.status}`);
  const mark = answer.headers.getSetCookie().find((cookie) => cookie.startsWith("device="));
  devices.set(username, /^device=([^;]+)/.exec(mark ?? "")?.[1] ?? "");
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The mark of the device on which `newPlayer` opened the account: payouts wait on any other. */
export const deviceOf = (username: string): string | undefined => devices.get(username);

/** Calls the API as `who`, for the steps that a scenario does not take in the browser. */
export async function callApi<Answer>(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const token = tokens.get(who) ?? newToken(who);
  tokens.set(who, token);
  const known = { Authorization: `Bearer ${await token}`, "Content-Type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await withCode((code) =>
    fetch(API + path, { method, headers: { ...known, ...(code && { "X-Factor-Code": code }) }, ...sent }),
  );
  if (!answer.ok) throw new Error(`${who}: ${method} ${path} answered ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

// Distinct between processes too, because two files run at once.
let playerCount = process.pid * 100;

/** The M-Pesa phone of a player from `newPlayer`. */
export const msisdnOf = (username: string): string => `254747${username.split("_").at(-1) ?? ""}`;

/** Registers a player of this scenario only, with a confirmed phone and `amount` KES in the wallet (0: none). */
export async function newPlayer(nick: string, amount: number): Promise<string> {
  playerCount += 1;
  const tail = String((Date.now() * 7 + playerCount) % 1_000_000).padStart(6, "0");
  const username = `${nick}_${tail}`;
  const answer = await fetch(`${API}/auth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      username,
      email: `${username}@example.com`,
      phone: `0747${tail}`,
      password: PASSWORD,
      date_of_birth: "1999-05-17",
      terms_version: TERMS_VERSION,
      cod_username: `${username}#254`, // nobody stakes without one
    }),
  });
  if (!answer.ok) throw new Error(`register ${username}: ${answer.status} ${await answer.text()}`);
  await callApi(username, "POST", "/auth/verify-phone", { code: await codeOn(msisdnOf(username)) });
  if (amount === 0) return username;
  const { id } = await callApi<{ id: number }>(username, "POST", "/payments/deposits", { amount });
  await expect
    .poll(async () => (await callApi<{ status: string }>(username, "GET", `/payments/deposits/${id}`)).status)
    .toBe("completed");
  return username;
}

/** Pauses or resumes deposits or withdrawals, as an admin; two of them resume withdrawals. */
export async function setSwitch(name: "deposits" | "withdrawals", isOn: boolean): Promise<void> {
  const reason = "a browser test";
  if (name !== "withdrawals" || !isOn) {
    await callApi("referee", "PUT", `/admin/switches/${name}`, { is_on: isOn, reason });
    return;
  }
  const path = "/admin/switches/withdrawals/reopening";
  const { id, digest } = await callApi<{ id: number; digest: string }>("referee", "POST", path, { reason });
  await callApi("umpire", "POST", `/admin/proposals/${id}/approve`, { digest, reason });
}
