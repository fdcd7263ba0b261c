/** What the browser stories share: the phones of the simulator, logging in, and looking closely at a page. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type Page } from "@playwright/test";

const SIM = process.env.SIM_URL ?? "http://localhost:9000";
export const PASSWORD = "Karibu-WageWars-1";
export const PHONE = {
  amina: "254711000001",
  brian: "254711000002",
  chebet: "254711000003",
  otieno: "254722000004",
} as const;
export type Player = keyof typeof PHONE;

async function sim(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${SIM}/_sim${path}`, {
    method,
    ...(body !== undefined && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`simulator: ${method} ${path} answered ${answer.status}`);
  return answer.json();
}

/** The same story may be told twice within two minutes: M-Pesa's rule against equal amounts is off. */
export const allowEqualAmounts = () => sim("PUT", "/switches", { same_amount_window_seconds: 0 });

/** What M-Pesa answers when it is to pay this phone: a code of B2C such as "4", or null for its own rules. */
export const payoutsEndWith = (msisdn: string, code: string | null) => setPhone(msisdn, { b2c_result_code: code });

export const setPhone = (msisdn: string, profile: Record<string, unknown>) => sim("PUT", `/phones/${msisdn}`, profile);

export async function newestSms(msisdn: string): Promise<string> {
  const phone = (await sim("GET", `/phones/${msisdn}`)) as { sms: { text: string }[] };
  return phone.sms[0]?.text ?? "";
}

/** Pays from the M-Pesa menu of a phone to our paybill. */
export const payByPaybill = (msisdn: string, amount: number, account: string) =>
  sim("POST", "/c2b", { msisdn, amount, bill_ref: account });

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

/** A phone of its own for a player, with everything that goes wrong in its page gathered. */
export async function aPhone(browser: Browser): Promise<{ page: Page; troubles: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  return { page, troubles: gatherTroubles(page) };
}

/** Errors of scripts and of the content security policy; refusals of the API are part of the story. */
export function gatherTroubles(page: Page): string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !/Failed to load resource|navigator\.vibrate|WebSocket/.test(text))
      troubles.push(text);
  });
  return troubles;
}

export async function logIn(page: Page, player: Player | string): Promise<void> {
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

export async function goTo(page: Page, place: "Home" | "Play" | "Wallet" | "Matches" | "Profile"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place }).click();
}

export async function deposit(page: Page, amount: number): Promise<void> {
  await goTo(page, "Wallet");
  await page.getByRole("button", { name: "Deposit from M-Pesa", exact: true }).click();
  await page.getByRole("radio", { name: amount.toLocaleString("en-KE"), exact: true }).check();
  await page.getByRole("button", { name: /^Deposit KES/ }).click();
}

/** An admin pauses deposits or withdrawals, or lets them go on. */
export async function turnSwitch(name: "deposits" | "withdrawals", isOn: boolean): Promise<void> {
  const api = `${process.env.API_URL ?? "http://localhost:8000"}/api/v1`;
  const login = await fetch(`${api}/auth/login`, {
    method: "POST",
    body: new URLSearchParams({ username: "referee", password: PASSWORD }),
  });
  const { access_token } = (await login.json()) as { access_token: string };
  const answer = await fetch(`${api}/admin/switches/${name}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${access_token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ is_on: isOn, reason: "a story in the browser" }),
  });
  if (!answer.ok) throw new Error(`switch ${name}: ${answer.status}`);
}

/** From the wallet to the SMS: asks for `amount` and answers what the sheet promised will arrive. */
export async function askToWithdraw(page: Page, amount: number): Promise<string> {
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

/** Nothing that axe can find, and nothing that has to be scrolled sideways. */
export async function looksRight(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
