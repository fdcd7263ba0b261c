import { expect, test } from "@playwright/test";
import { deposit, collectErrors, logIn, expectSoundPage, signedInPhone } from "./helpers";
import { msisdnOf, newPlayer, PASSWORD } from "./support/api";
import { allowEqualAmounts, codeOn, setPhone } from "./support/simulator";

test.beforeAll(allowEqualAmounts);

test("a new player opens an account and confirms the phone by SMS", async ({ page }) => {
  const errors = collectErrors(page);
  const tail = String(Date.now()).slice(-6);
  const username = `zawadi_${tail}`;
  await page.goto("/");
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Type a Kenyan mobile number, like 0712 345 678.")).toBeVisible();
  await expectSoundPage(page);

  await page.getByLabel("Username").fill(username);
  await page.getByLabel("M-Pesa phone number").fill(`0745 ${tail}`);
  await page.getByLabel("E-mail").fill(`${username}@example.com`);
  await page.getByLabel("Date of birth").fill("1999-05-17");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("You need to accept the terms to open an account.")).toBeVisible();
  await page.getByRole("checkbox", { name: /^I have read and accept/ }).check();
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByRole("heading", { name: "Confirm your phone" })).toBeVisible();
  await expectSoundPage(page);
  const code = await codeOn(`254745${tail}`);
  const wrong = code === "000000" ? "111111" : "000000";
  await page.getByLabel("Code from the SMS").fill(wrong);
  await page.getByRole("button", { name: "Confirm my number" }).click();
  await expect(page.getByText("That code is not right. Check the SMS and type it again.")).toBeVisible();
  await page.getByLabel("Code from the SMS").fill(code);
  await page.getByRole("button", { name: "Confirm my number" }).click();

  await page.waitForURL("**/wallet");
  await expect(page.getByTestId("available")).toHaveText("KES 0");
  await expect(page.getByText("No transactions yet")).toBeVisible();
  await expectSoundPage(page);
  expect(errors).toEqual([]);
});

test("a player stays logged in over a reload, and is out after logging out", async ({ page, context }) => {
  await logIn(page, "chebet");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Karibu, chebet" })).toBeVisible();

  // A second tab is signed in too, and logging out in one ends both.
  const second = await context.newPage();
  await second.goto("/profile");
  await expect(second.getByRole("heading", { name: "chebet" })).toBeVisible();
  await second.getByRole("button", { name: "Log out" }).click();
  await second.waitForURL("**/auth/login**");
  await page.waitForURL("**/auth/login**");
  await page.goto("/wallet");
  await page.waitForURL("**/auth/login?next=%2Fwallet");
});

test("a deposit that fails says why and what to do next, and works the second time", async ({ browser }) => {
  const wambui = await newPlayer("wambui", 0);
  const { page, errors } = await signedInPhone(browser, wambui);
  await page.goto("/wallet");
  await setPhone(msisdnOf(wambui), { insufficient: true });
  try {
    await deposit(page, 500);
    await expect(page.getByText("There is not enough money in your M-Pesa.")).toBeVisible({ timeout: 40_000 });
    await expect(page.getByText("Top up M-Pesa, or deposit a smaller amount.")).toBeVisible();
    await expectSoundPage(page);
  } finally {
    await setPhone(msisdnOf(wambui), { insufficient: false });
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Deposit KES 500" }).click();
  await expect(page.getByText("KES 500 received")).toBeVisible({ timeout: 40_000 });
  expect(errors).toEqual([]);
});

test("the prompt on the phone has its countdown, and survives a reload", async ({ browser }) => {
  const kipchoge = await newPlayer("kipchoge", 0);
  const { page } = await signedInPhone(browser, kipchoge);
  await setPhone(msisdnOf(kipchoge), { auto_approve: false });
  try {
    await page.goto("/wallet");
    await deposit(page, 200);
    await expect(page.getByText("Type your M-Pesa PIN", { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId("deposit").getByRole("timer")).toBeVisible();
    await expectSoundPage(page);
    await page.reload();
    await page.getByRole("button", { name: "See how it stands" }).click();
    await expect(page.getByText("Type your M-Pesa PIN", { exact: true })).toBeVisible();
    await setPhone(msisdnOf(kipchoge), { cancels: true, auto_approve: true });
  } finally {
    await setPhone(msisdnOf(kipchoge), { auto_approve: true, cancels: false });
  }
});
