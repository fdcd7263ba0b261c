import { expect, test, type Page } from "@playwright/test";
import { newPhone, available, expectAvailable, deposit, goTo, logIn, expectSoundPage } from "./helpers";
import { allowEqualAmounts } from "./support/simulator";

test.beforeAll(allowEqualAmounts);

async function depositAndSee(page: Page, amount: number) {
  await deposit(page, amount);
  const progress = page.getByTestId("deposit");
  await expect(progress.getByText(`KES ${amount} received`)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Done" }).click();
}

async function findAt(page: Page, stake: number) {
  await goTo(page, "Play");
  await page.getByRole("radio", { name: String(stake), exact: true }).check();
  await expect(page.getByText(`You both put in KES ${stake}.`)).toBeAttached();
  await page.getByRole("button", { name: `Find an opponent for KES ${stake}` }).click();
}

async function report(page: Page, outcome: "I won" | "I lost") {
  await page.getByRole("button", { name: outcome }).click();
  await page.getByRole("button", { name: `Yes, ${outcome}` }).click();
}

/** Says ready in the full-screen call. */
const readyByCall = (page: Page) =>
  page.getByRole("dialog", { name: "Match found" }).getByRole("button", { name: "I am ready" }).click();

test("two players deposit, meet, play, and the winner is paid", async ({ browser }) => {
  test.setTimeout(180_000);
  const amina = await newPhone(browser);
  const brian = await newPhone(browser);
  await Promise.all([logIn(amina.page, "amina"), logIn(brian.page, "brian")]);
  const before = { amina: await available(amina.page), brian: await available(brian.page) };

  await test.step("both deposit 500 by M-Pesa", async () => {
    await Promise.all([depositAndSee(amina.page, 500), depositAndSee(brian.page, 500)]);
    await expectAvailable(amina.page, before.amina + 500);
    await expectSoundPage(amina.page);
  });

  await test.step("amina waits, brian joins, and they are paired", async () => {
    await findAt(amina.page, 100);
    await expect(amina.page.getByRole("heading", { name: "Searching for an opponent" })).toBeVisible();
    await expect(amina.page.getByText("Your stake, locked")).toBeVisible();
    await expectSoundPage(amina.page);
    // The link back to the queue is on every page.
    await goTo(amina.page, "Profile");
    await expect(amina.page.getByRole("link", { name: /Searching for an opponent/ })).toBeVisible();

    await findAt(brian.page, 100);
    await brian.page.waitForURL("**/matches/active");
    // On whichever page they are, both are called on the whole screen.
    await expect(brian.page.getByRole("dialog", { name: "Match found" })).toBeVisible();
    await expect(amina.page.getByRole("dialog", { name: "Match found" })).toContainText("brian plays you for KES 100");
    await expectSoundPage(amina.page);
    await amina.page.getByRole("button", { name: "See the match first" }).click();
    await amina.page.waitForURL("**/matches/active");
    await expectSoundPage(amina.page);
  });

  await test.step("both are ready", async () => {
    await expect(amina.page.getByTestId("prize")).toHaveText("KES 180");
    const code = await amina.page.getByTestId("lobby-code").textContent();
    await amina.page.getByRole("button", { name: "I am ready" }).click();
    await expect(amina.page.getByText("Waiting for brian")).toBeVisible();
    await readyByCall(brian.page);
    await expect(brian.page.getByTestId("lobby-code")).toHaveText(code ?? "");
    for (const { page } of [amina, brian])
      await expect(page.getByRole("heading", { name: "How did it end?" })).toBeVisible();
    await expectSoundPage(brian.page);
  });

  await test.step("both report the same result, and the money moves", async () => {
    await report(amina.page, "I won");
    await expect(amina.page.getByText("Waiting for brian")).toBeVisible();
    await expect(brian.page.getByText("amina has reported.")).toBeVisible();
    await report(brian.page, "I lost");
    await expect(amina.page.getByRole("heading", { name: "You won" })).toBeVisible();
    await expect(brian.page.getByRole("heading", { name: "You lost" })).toBeVisible();
    await expectSoundPage(amina.page);
    await expectSoundPage(brian.page);
  });

  await test.step("the wallets say 580 and 400", async () => {
    await expectAvailable(amina.page, before.amina + 580);
    await expectAvailable(brian.page, before.brian + 400);
    await expect(amina.page.getByText("+KES 180")).toBeVisible();
    await goTo(amina.page, "Matches");
    await expect(amina.page.getByRole("link", { name: /brian.*Won.*\+KES\s80/ }).first()).toBeVisible();
    await expectSoundPage(amina.page);
  });

  expect(amina.errors).toEqual([]);
  expect(brian.errors).toEqual([]);
});

test("a player who leaves the queue has their stake back", async ({ browser }) => {
  const { page, errors } = await newPhone(browser);
  await logIn(page, "otieno");
  const before = (await available(page)) + 200;
  await depositAndSee(page, 200);
  await expectAvailable(page, before);

  await findAt(page, 200);
  await expect(page.getByRole("heading", { name: "Searching for an opponent" })).toBeVisible();
  await expectAvailable(page, before - 200);
  await goTo(page, "Play");
  await page.getByRole("button", { name: "Leave the queue" }).click();
  await expectSoundPage(page);
  await page.getByRole("button", { name: "Leave, return my stake" }).click();
  await expect(page.getByRole("heading", { name: "Find an opponent" })).toBeVisible();
  await expectAvailable(page, before);
  expect(errors).toEqual([]);
});

test("two reports that differ lock the pot and say so", async ({ browser }) => {
  test.setTimeout(150_000);
  const chebet = await newPhone(browser);
  const otieno = await newPhone(browser);
  await Promise.all([logIn(chebet.page, "chebet"), logIn(otieno.page, "otieno")]);
  await Promise.all([depositAndSee(chebet.page, 100), depositAndSee(otieno.page, 100)]);
  for (const { page } of [chebet, otieno]) await findAt(page, 50);
  for (const { page } of [chebet, otieno]) {
    await page.waitForURL("**/matches/active");
    await readyByCall(page);
  }
  for (const { page } of [chebet, otieno]) await report(page, "I won");
  for (const { page } of [chebet, otieno]) {
    await expect(page.getByText(/you two do not agree/i)).toBeVisible();
    await expect(page.getByText(/The pot of KES\s100 stays locked/)).toBeVisible();
    await expectSoundPage(page);
  }
  expect([...chebet.errors, ...otieno.errors]).toEqual([]);
});
