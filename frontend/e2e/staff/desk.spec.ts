/** Staff's pages in a real browser: log in with a code, read the board, rule on a dispute, shut an account. */
import { expect, test, type Page } from "@playwright/test";
import { expectSoundPage, signIn } from "../helpers";
import { callApi, newPlayer, PASSWORD } from "../support/api";
import { allowEqualAmounts } from "../support/simulator";
import { staffCode } from "./codes";

test.use({ viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false });
test.beforeAll(allowEqualAmounts);

/** Types a code and presses `button`; a code that another file has used is refused, and the next one is not. */
async function sendWithCode(page: Page, button: string, isDone: () => Promise<boolean>) {
  let taken = false;
  for (let tries = 0; tries < 8 && !taken; tries += 1) {
    if (tries > 2) await page.waitForTimeout(10_000); // for the next code
    await page.getByLabel("Code of your authenticator").fill(staffCode(tries > 2 ? 0 : tries - 1));
    const answer = page.waitForResponse(
      (one) => one.request().method() !== "GET" && /\/(auth\/login|admin\/users\/.+)$/.test(one.url()),
    );
    await page.getByRole("button", { name: button, exact: true }).click();
    taken = (await answer).ok();
  }
  await expect.poll(isDone).toBe(true);
}

async function logIn(page: Page) {
  await page.goto("/auth/login");
  await page.getByLabel("Username, phone or e-mail").fill("referee");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByLabel("Code of your authenticator")).toBeVisible();
  await sendWithCode(page, "Log in", async () => page.url().endsWith("/staff"));
}

test("an admin reads the board, and shuts an account and opens it again with a fresh code", async ({ page }) => {
  test.setTimeout(240_000);
  const amina = await newPlayer("shut", 100);
  await logIn(page);
  await expect(page.getByRole("heading", { name: "Board", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "Open matches" })).toBeVisible();
  await expectSoundPage(page);

  await page.getByRole("link", { name: "Players" }).click();
  await page.getByLabel("Find a player").fill(amina);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByRole("list", { name: "Found" }).getByRole("button", { name: amina }).click();
  await expect(page.getByRole("heading", { name: amina, level: 2 })).toBeVisible();
  await page.getByLabel("What is to be done").selectOption("suspended");
  await page.getByLabel("Why").fill("They threatened an opponent.");
  await sendWithCode(page, "Shut it", () => page.getByText("This account is suspended").isVisible());
  await expect(callApi(amina, "GET", "/users/me")).rejects.toThrow(/401|403/);
  await expectSoundPage(page);

  await page.getByLabel("What is to be done").selectOption("lift");
  await page.getByLabel("Why").fill("They have apologised since.");
  await sendWithCode(page, "Open it", async () => !(await page.getByText("This account is suspended").isVisible()));
});

test("a player finds nothing on the pages of staff", async ({ page }) => {
  await signIn(page, await newPlayer("curious", 0));
  await page.goto("/staff");
  await expect(page.getByText("This page is for our staff")).toBeVisible();
});
