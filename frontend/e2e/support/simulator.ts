/** What the simulator of M-Pesa, SMS, Activision and push does for a browser test. */
import { expect } from "@playwright/test";

const SIM = process.env.SIM_URL ?? "http://localhost:9000";

async function sim(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${SIM}/_sim${path}`, {
    method,
    ...(body !== undefined && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`simulator: ${method} ${path} answered ${answer.status}`);
  return answer.json();
}

/** Turns off M-Pesa's rule against equal amounts, so that a scenario can run twice within two minutes. */
export const allowEqualAmounts = () => sim("PUT", "/switches", { same_amount_window_seconds: 0 });

/** Sets the result of payouts to this phone: a B2C code such as "4", or null for the usual rules. */
export const payoutsEndWith = (msisdn: string, code: string | null) => setPhone(msisdn, { b2c_result_code: code });

export const setPhone = (msisdn: string, profile: Record<string, unknown>) => sim("PUT", `/phones/${msisdn}`, profile);

export async function newestSms(msisdn: string): Promise<string> {
  const phone = (await sim("GET", `/phones/${msisdn}`)) as { sms: { text: string }[] };
  return phone.sms[0]?.text ?? "";
}

/** Pays to our paybill from the M-Pesa menu of a phone. */
export const payByPaybill = (msisdn: string, amount: number, account: string) =>
  sim("POST", "/c2b", { msisdn, amount, bill_ref: account });

/** Creates or changes an Activision account; returns its id. */
export const putActivisionAccount = async (facts: Record<string, unknown>) =>
  ((await sim("POST", "/cod/players", facts)) as { uno: string }).uno;

/** Adds a public game of yesterday, so that a lookup finds one. */
export async function addActivisionMatch(name: string): Promise<void> {
  const rival = `Rival${Date.now()}#1`;
  await putActivisionAccount({ names: { battle: rival } });
  await sim("POST", "/cod/matches", { p1: name, p2: rival, ended_ago_s: 86_400, private: false });
}

/** Subscribes a browser at the simulated push service, for pushes that are signed with our `server_key`. */
export const subscribeBrowser = (server_key: string) =>
  sim("POST", "/browsers", { server_key }) as Promise<{ endpoint: string; keys: { p256dh: string; auth: string } }>;

/** What the simulated push service took for a browser, decrypted. */
export async function pushesTo(browser: string): Promise<Record<string, unknown>[]> {
  const { shown } = (await sim("GET", `/browsers/${browser}`)) as { shown: { message: Record<string, unknown> }[] };
  return shown.map(({ message }) => message);
}

/** The code in the newest SMS of a phone, once it has arrived. */
export async function codeOn(msisdn: string): Promise<string> {
  let code: string | undefined;
  await expect
    .poll(async () => {
      code = /\b(\d{6})\b/.exec(await newestSms(msisdn))?.[1];
      return code;
    })
    .toBeDefined();
  return code ?? "";
}
