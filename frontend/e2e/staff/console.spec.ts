/** The console at /docs in a real browser: staff logs in by password and code, and its policy is never broken. */
import { expect, test } from "@playwright/test";
import { PASSWORD } from "../support/api";
import { staffCode } from "./codes";

const DOCS = `${process.env.API_URL ?? "http://localhost:8000"}/docs`;

test.use({ viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false });

test("a referee signs in to the console with password and code, and runs an operation", async ({ context, page }) => {
  const violations: string[] = [];
  const watch = (text: string) => {
    if (/content security policy|refused to/i.test(text)) violations.push(text);
  };
  context.on("console", (message) => watch(message.text()));
  context.on("weberror", (error) => violations.push(String(error.error())));

  await page.goto(`${DOCS}?job=watch`);
  // The contract is put together when it is asked for first, which takes a busy machine a while.
  const authorize = page.getByRole("button", { name: "Authorize" }).first();
  await expect(authorize).toBeVisible({ timeout: 60_000 });
  await authorize.click();
  const opened = page.waitForEvent("popup");
  await page.locator(".auth-container button.authorize").first().click();
  const window = await opened;
  await expect(window.getByRole("heading", { name: "Sign in to the console" })).toBeVisible();

  await test.step("the password alone is refused", async () => {
    await window.getByLabel("Name, e-mail or phone").fill("referee");
    await window.getByLabel("Password").fill(PASSWORD);
    await window.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(window.getByRole("alert")).toContainText("authenticator");
  });

  await test.step("with a code it goes on; a code that another file has used is refused, and the next one is not", async () => {
    for (let tries = 0; tries < 8 && !window.isClosed(); tries += 1) {
      await window.getByLabel("Name, e-mail or phone").fill("referee");
      await window.getByLabel("Password").fill(PASSWORD);
      await window.getByLabel("Code of your authenticator").fill(staffCode(tries > 2 ? 0 : tries - 1));
      // It closes, or shows why not.
      const closed = window.waitForEvent("close", { timeout: 10_000 }).catch(() => null);
      await window.getByRole("button", { name: "Sign in", exact: true }).click();
      await closed;
    }
    expect(window.isClosed()).toBe(true);
    await expect(page.getByRole("button", { name: "Remove authorization" }).first()).toBeVisible();
  });

  await test.step("an operation for staff answers", async () => {
    await page.locator(".btn-done").first().click();
    const operation = page.locator("[id$='list_alarms']");
    await operation.locator(".opblock-summary-control").click();
    await operation.getByRole("button", { name: "Try it out" }).click();
    await operation.getByRole("button", { name: "Execute" }).click();
    await expect(operation.locator(".live-responses-table .response .response-col_status")).toHaveText(/^200/);
  });

  await page.goto(`${DOCS}/enrol`);
  await expect(page.getByRole("heading", { name: "Set up your authenticator" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("referee");
  await page.getByLabel("Password", { exact: true }).fill("not-the-password");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("alert")).toContainText("password");
  expect(violations).toEqual([]);
});
