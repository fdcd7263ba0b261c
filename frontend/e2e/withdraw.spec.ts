import { expect, test, type Page } from "@playwright/test";
import { requestWithdrawal, expectAvailable, deposit, expectSoundPage, signedInPhone, typeCode } from "./helpers";
import { msisdnOf, newPlayer, setSwitch } from "./support/api";
import { allowEqualAmounts, codeOn, newestSms, payByPaybill, payoutsEndWith } from "./support/simulator";

test.beforeAll(allowEqualAmounts);

async function depositAndSee(page: Page, amount: number) {
  await deposit(page, amount);
  await expect(page.getByTestId("deposit").getByText(/received$/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Done" }).click();
}

test("a player withdraws: the quote, the code from the SMS, and the money on the phone", async ({ browser }) => {
  test.setTimeout(150_000);
  const akinyi = await newPlayer("akinyi", 0);
  const { page, errors } = await signedInPhone(browser, akinyi);
  await page.goto("/wallet");
  await depositAndSee(page, 500);
  const before = 500;
  await expectAvailable(page, before);

  const arrives = await test.step("the sheet says what arrives before anything is sent", async () => {
    const promised = await requestWithdrawal(page, 200);
    await expectSoundPage(page);
    return promised;
  });

  await test.step("a wrong code moves nothing", async () => {
    const code = await codeOn(msisdnOf(akinyi));
    expect(await newestSms(msisdnOf(akinyi))).toMatch(/200/);
    await typeCode(page, code === "000000" ? "111111" : "000000");
    await expect(page.getByText("That code is not right. Check the SMS and type it again.")).toBeVisible();
    await typeCode(page, code);
  });

  await test.step("M-Pesa pays, and the receipt is on screen", async () => {
    await expect(page.getByTestId("withdrawal")).toHaveAttribute("data-state", "paid", { timeout: 60_000 });
    await expect(page.getByText(`${arrives} is on your M-Pesa`)).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy M-Pesa code" })).toBeVisible();
    await expectSoundPage(page);
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  });

  await expectAvailable(page, before - 200);
  const movement = page.getByRole("button", { name: /^Withdrawal\b.*KES\s200/ }).first();
  await movement.click();
  await expect(page.getByText("Where the money went")).toBeVisible();
  await expectSoundPage(page);
  expect(errors).toEqual([]);
});

test("a withdrawal that M-Pesa refuses says why, what to do next, and the money is back", async ({ browser }) => {
  test.setTimeout(150_000);
  const barasa = await newPlayer("barasa", 0);
  const { page, errors } = await signedInPhone(browser, barasa);
  await page.goto("/wallet");
  await depositAndSee(page, 200);
  const before = 200;
  await expectAvailable(page, before);
  await payoutsEndWith(msisdnOf(barasa), "4");
  try {
    await requestWithdrawal(page, 100);
    await typeCode(page, await codeOn(msisdnOf(barasa)));
    await expect(page.getByText("The withdrawal did not go through")).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText(/daily M-Pesa limit\. The money is back in your wallet\./)).toBeVisible();
    await expect(
      page
        .getByRole("dialog")
        .getByText(/tomorrow/)
        .first(),
    ).toBeVisible();
    await expectSoundPage(page);
    await page.getByRole("button", { name: "Keep it in my wallet" }).click();
  } finally {
    await payoutsEndWith(msisdnOf(barasa), null);
  }
  // The figure is asked for anew when the money has come back.
  await expectAvailable(page, before);
  expect(errors).toEqual([]);
});

test("cancelling before the code puts the money back", async ({ browser }) => {
  const cheruiyot = await newPlayer("cheruiyot", 0);
  const { page, errors } = await signedInPhone(browser, cheruiyot);
  await page.goto("/wallet");
  await depositAndSee(page, 200);
  const before = 200;
  await expectAvailable(page, before);
  await requestWithdrawal(page, 100);
  // After a reload the code is still required.
  await page.reload();
  await expect(page.getByText("KES 100 set aside: waits for your code")).toBeVisible();
  await page.getByRole("button", { name: "Type the code", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("You cancelled this withdrawal. The money is back in your wallet.")).toBeVisible();
  await page.getByRole("button", { name: "Keep it in my wallet" }).click();
  // The figure is asked for anew when the money has come back.
  await expectAvailable(page, before);
  expect(errors).toEqual([]);
});

test("while payouts are paused a confirmed withdrawal waits and says so, and goes out afterwards", async ({
  browser,
}) => {
  test.setTimeout(150_000);
  const cheruiyot = await newPlayer("cheruiyot", 0);
  const { page, errors } = await signedInPhone(browser, cheruiyot);
  await page.goto("/wallet");
  await depositAndSee(page, 200);
  await requestWithdrawal(page, 100);
  try {
    await setSwitch("withdrawals", false);
    await typeCode(page, await codeOn(msisdnOf(cheruiyot)));
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByText("Waiting to be sent")).toBeVisible();
    await expect(sheet.getByText("Withdrawals are paused for a while")).toBeVisible();
    await expectSoundPage(page);

    // A new one cannot be started meanwhile, and the sheet offers what to do instead.
    await sheet.getByRole("button", { name: "Close and keep waiting" }).click();
    await page.getByRole("button", { name: "Withdraw to M-Pesa" }).click();
    await expect(sheet.getByText("Withdrawals are paused", { exact: true })).toBeVisible();
    // Money that cannot leave is no reason to stake it.
    await expect(sheet.getByRole("link")).toHaveCount(0);
    await expectSoundPage(page);
  } finally {
    await setSwitch("withdrawals", true);
  }
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText("Amount, in KES")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("KES 100 on its way out")).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole("button", { name: /^Withdrawal\b.*it went to/ }).first()).toBeVisible();
  expect(errors).toEqual([]);
});

test("a player pays by paybill with their own account code", async ({ browser }) => {
  const ouma = await newPlayer("ouma", 0);
  const { page, errors } = await signedInPhone(browser, ouma);
  await page.goto("/wallet");
  const before = 0;
  await expectAvailable(page, before);
  await page.getByRole("button", { name: "Deposit from M-Pesa" }).click();
  await page.getByRole("button", { name: /paybill/ }).click();
  const account = await page.getByTestId("paybill-account").textContent();
  await expectSoundPage(page);
  await payByPaybill(msisdnOf(ouma), 150, account ?? "");
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expectAvailable(page, before + 150, 60_000);
  await expect(page.getByRole("button", { name: /Deposit by paybill/ }).first()).toBeVisible();
  expect(errors).toEqual([]);
});
