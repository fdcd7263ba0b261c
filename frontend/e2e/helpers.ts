/** Steps in the pages that several browser tests take: logging in, going about, and checks of a page. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type Page } from "@playwright/test";
import { deviceOf, PASSWORD } from "./support/api";

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

/** A browser context in which `username` is logged in already. */
export async function signedInPhone(browser: Browser, username: string): Promise<{ page: Page; errors: string[] }> {
  const phone = await newPhone(browser);
  await signIn(phone.page, username);
  return phone;
}

/** Logs in without the form, by the cookie, on the device that the player opened the account on. */
export async function signIn(page: Page, username: string): Promise<void> {
  const device = deviceOf(username);
  const url = process.env.BASE_URL ?? "http://localhost:3000";
  if (device) await page.context().addCookies([{ name: "device", value: device, url, sameSite: "Strict" }]);
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
  await page.getByRole("button", { name: "Log in", exact: true }).click();
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
  await page.getByLabel("Amount, in KES").fill(String(amount));
  await page.getByRole("button", { name: /^Deposit KES/ }).click();
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
