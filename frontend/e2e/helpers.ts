/** Helpers of the browser tests: phones of the simulator, logging in, and checks of a page. */
import AxeBuilder from "@axe-core/playwright";
import { TERMS_VERSION } from "../src/lib/copy/legal";
import { expect, type Browser, type Page } from "@playwright/test";
import { tokenFor, withCode } from "./staff/codes";

const SIM = process.env.SIM_URL ?? "http://localhost:9000";
export const PASSWORD = "Karibu-WageWars-1";
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

/** A new browser context for a player, with the errors of its page collected. */
export async function newPhone(browser: Browser): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  return { page, errors: collectErrors(page) };
}

/** Collects errors of scripts and of the content security policy; refusals of the API are expected. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !/Failed to load resource|navigator\.vibrate|WebSocket/.test(text))
      errors.push(text);
  });
  return errors;
}

const API = `${process.env.API_URL ?? "http://localhost:8000"}/api/v1`;
const tokens = new Map<string, Promise<string>>();

async function newToken(username: string): Promise<string> {
  const answer = await tokenFor(username, PASSWORD);
  if (!answer.ok) throw new Error(`login of ${username}: ${answer.status}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

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

/** A browser context in which `username` is logged in already. */
export async function signedInPhone(browser: Browser, username: string): Promise<{ page: Page; errors: string[] }> {
  const phone = await newPhone(browser);
  await signIn(phone.page, username);
  return phone;
}

/** Logs in without the form, by the cookie. */
export async function signIn(page: Page, username: string): Promise<void> {
  const answer = await page.request.post("/api/v1/auth/login", { form: { username, password: PASSWORD } });
  if (!answer.ok()) throw new Error(`login of ${username}: ${answer.status()}`);
  await page.addInitScript(() => {
    if (sessionStorage.getItem("entered")) return;
    sessionStorage.setItem("entered", "1");
    localStorage.setItem("ww.signed-in", "1");
  });
}

export async function logIn(page: Page, player: string): Promise<void> {
  await page.goto("/auth/login");
  await page.getByLabel("Username, phone or e-mail").fill(player);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL("**/dashboard");
}

/** The money that the wallet page shows as available, in shillings. */
export async function available(page: Page): Promise<number> {
  await goTo(page, "Wallet");
  const figure = await page.getByTestId("available").textContent();
  return Number((figure ?? "").replace(/[^\d.]/g, ""));
}

/** Wait until the wallet page, which opens with the last figure it knows, shows `amount` as available. */
export async function expectAvailable(page: Page, amount: number, timeout = 15_000): Promise<void> {
  await expect.poll(() => available(page), { timeout }).toBe(amount);
}

export async function goTo(page: Page, place: "Home" | "Play" | "Wallet" | "Matches" | "Profile"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).click();
}

export async function deposit(page: Page, amount: number): Promise<void> {
  await goTo(page, "Wallet");
  await page.getByRole("button", { name: "Deposit from M-Pesa", exact: true }).click();
  await page.getByRole("radio", { name: amount.toLocaleString("en-KE"), exact: true }).check();
  await page.getByRole("button", { name: /^Deposit KES/ }).click();
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

/** Requests a withdrawal of `amount` KES up to the SMS; returns the amount that the sheet says will arrive. */
export async function requestWithdrawal(page: Page, amount: number): Promise<string> {
  await goTo(page, "Wallet");
  await page.getByRole("button", { name: "Withdraw to M-Pesa" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("radio", { name: amount.toLocaleString("en-KE"), exact: true }).check();
  await sheet.getByRole("button", { name: "Continue" }).click();
  await expect(sheet.getByText("This arrives on your M-Pesa")).toBeVisible();
  const arrives = await sheet.getByTestId("arrives").textContent();
  await sheet.getByRole("button", { name: "Send me the code" }).click();
  await expect(sheet.getByLabel("Code from the SMS")).toBeVisible();
  return arrives ?? "";
}

export async function typeCode(page: Page, code: string): Promise<void> {
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Code from the SMS").fill(code);
  await sheet.getByRole("button", { name: /^Withdraw KES/ }).click();
}

/**
 * Waits until a page has loaded and has had no answer for half a second. Playwright's `networkidle` waits for ever
 * once it misses the end of a single request.
 */
export async function untilQuiet(page: Page): Promise<void> {
  const isQuiet = () => {
    const ends = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).map(
      (one) => one.responseEnd,
    );
    return document.readyState === "complete" && performance.now() - Math.max(0, ...ends) > 500;
  };
  await expect.poll(() => page.evaluate(isQuiet), { intervals: [100] }).toBe(true);
}

/** Checks that axe finds nothing, and that nothing has to be scrolled sideways, once the page has loaded. */
export async function expectSoundPage(page: Page): Promise<void> {
  // What is still loading is dimmed on purpose, and fades in and out.
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map((one) => one.finished));
  });
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
  // Not against innerWidth, which grows with a page that is too wide.
  const width = page.viewportSize()?.width ?? 0;
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}
