// Rows of docs/security.md: S01, S13.
/** Passkeys in a real browser, with the authenticator that Chromium simulates: add, log in, withdraw, and staff's console. */
import { expect, test, type Page } from "@playwright/test";
import { available, expectSoundPage, goTo, newPhone, signedInPhone } from "../helpers";
import { msisdnOf, newPlayer, PASSWORD } from "../support/api";
import { allowEqualAmounts, codeOn } from "../support/simulator";
import { staffCode } from "../staff/codes";

const DOCS = `${(process.env.API_URL ?? "http://localhost:8000").replace("127.0.0.1", "localhost")}/docs`;

test.beforeAll(allowEqualAmounts);

/** Gives a page a device that verifies its owner at once; returns how to move its passkeys to another page's. */
async function plugIn(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const passkeys = async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  const add = (credential: Awaited<ReturnType<typeof passkeys>>[number]) =>
    devtools.send("WebAuthn.addCredential", { authenticatorId, credential });
  return { passkeys, add };
}

test("a player adds a passkey, logs in by it without a name, and withdraws without a code", async ({ browser }) => {
  const wanja = await newPlayer("wanja", 600);
  const { page, errors } = await signedInPhone(browser, wanja);
  await plugIn(page);

  await test.step("password and SMS allow the first one", async () => {
    await page.goto("/profile/security");
    const passkeys = page.getByRole("region", { name: "Passkeys" });
    await passkeys.getByRole("button", { name: "Add a passkey" }).click();
    await passkeys.getByLabel("Your password").fill(PASSWORD);
    await passkeys.getByRole("button", { name: "Send me a code by SMS" }).click();
    await passkeys.getByLabel("Code from the SMS").fill(await codeOn(msisdnOf(wanja)));
    await passkeys.getByRole("button", { name: "Add the passkey" }).click();
    await expect(passkeys.getByText("This phone")).toBeVisible();
    await expectSoundPage(page);
  });

  await test.step("it logs them in, with no name and no password", async () => {
    await page.goto("/profile");
    await page.getByRole("button", { name: "Log out" }).first().click();
    await page.goto("/auth/login");
    const button = page.getByRole("button", { name: "Log in with a passkey" });
    // A browser that offers passkeys by itself may have used it already: this device says yes to everything.
    await button.click({ timeout: 10_000 }).catch(() => undefined);
    await page.waitForURL("**/dashboard");
  });

  await test.step("it confirms a withdrawal in place of the code", async () => {
    await goTo(page, "Wallet");
    const before = await available(page);
    await page.getByRole("button", { name: "Withdraw to M-Pesa" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("radio", { name: "200", exact: true }).check();
    await sheet.getByRole("button", { name: "Continue" }).click();
    await sheet.getByRole("button", { name: "Withdraw with a passkey, without a code" }).click();
    await expect(page.getByTestId("withdrawal")).toHaveAttribute("data-state", "paid", { timeout: 60_000 });
    await sheet.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => available(page), { timeout: 15_000 }).toBe(before - 200);
  });

  await test.step("it allows its own removal", async () => {
    await page.goto("/profile/security");
    const passkeys = page.getByRole("region", { name: "Passkeys" });
    await passkeys.getByRole("button", { name: "Remove" }).click();
    await passkeys.getByRole("button", { name: "Remove the passkey, by a passkey" }).click();
    await expect(passkeys.getByText("This phone")).toBeHidden();
  });
  expect(errors).toEqual([]);
});

test.describe("on a laptop", () => {
  test.use({ viewport: { width: 1280, height: 900 }, isMobile: false, hasTouch: false });

  test("staff adds a passkey for the console and logs in to it by a touch", async ({ browser }) => {
    const { page, errors } = await newPhone(browser);
    const laptop = await plugIn(page);
    await page.goto(`${DOCS}/enrol`);
    const form = page.locator("form#passkey");
    const says = page.getByRole("alert");
    // A code counts once, and another file may have used it; the log-in takes one, and adding takes the next.
    for (let tries = 0; tries < 14; tries += 1) {
      await form.getByLabel("Your name").fill("umpire");
      await form.getByLabel("Your password").fill(PASSWORD);
      await form.getByLabel("Code").fill(staffCode(tries > 2 ? 0 : tries - 1));
      await form.getByRole("button", { name: "Add the passkey" }).click();
      await expect(says).not.toHaveText("");
      if ((await says.textContent())?.startsWith("Done")) break;
      if (tries > 1) await page.waitForTimeout(10_000);
    }
    await expect(says).toContainText("Done");

    await page.goto(DOCS);
    await page.getByRole("button", { name: "Authorize" }).first().click();
    const opened = page.waitForEvent("popup");
    await page.locator(".auth-container button.authorize").first().click();
    const window = await opened;
    const sameLaptop = await plugIn(window);
    for (const passkey of await laptop.passkeys()) await sameLaptop.add(passkey);
    const closed = window.waitForEvent("close");
    await window.getByRole("button", { name: "Sign in with a passkey (staff)" }).click();
    await closed;
    await expect(page.getByRole("button", { name: "Remove authorization" }).first()).toBeVisible();
    expect(errors).toEqual([]);
  });
});
