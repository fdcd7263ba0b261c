import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { deposit, goTo, expectSoundPage, signedInPhone } from "./helpers";
import { newPlayer } from "./support/api";
import { allowEqualAmounts } from "./support/simulator";

test.beforeAll(allowEqualAmounts);

async function download(page: Page, kind: "CSV" | "PDF") {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await page.getByRole("radio", { name: new RegExp(kind) }).check();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: `Download ${kind}` }).click();
  const file = await coming;
  await expect(page.getByText("Your statement is saved")).toBeVisible();
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test("the statement is filtered, explained in two languages, and taken along as a file", async ({ browser }) => {
  const { page, errors } = await signedInPhone(browser, await newPlayer("achieng", 0));
  await page.goto("/wallet");
  await deposit(page, 100);
  await expect(page.getByText("KES 100 received")).toBeVisible({ timeout: 30_000 });
  const receipt = (await page.getByTestId("receipt").textContent()) ?? "";
  expect(receipt).toMatch(/^[A-Z0-9]{10}$/);
  await page.getByRole("button", { name: "Done" }).click();
  await goTo(page, "Wallet");

  await test.step("only deposits, only today", async () => {
    await page.getByRole("radio", { name: "Deposits" }).check();
    await page.getByLabel("Period").selectOption("today");
    const newest = page.getByRole("button", { name: /Deposit from M-Pesa.*KES\s100/ }).first();
    await expect(newest).toContainText(receipt);
    await expect(page.getByText("Stake locked")).toHaveCount(0);
    await expectSoundPage(page);
  });

  await test.step("one movement, with its receipt and its legs", async () => {
    await page
      .getByRole("button", { name: /Deposit from M-Pesa.*KES\s100/ })
      .first()
      .click();
    const sheet = page.getByRole("dialog");
    await expect(sheet.getByText("Where the money went")).toBeVisible();
    await expect(sheet.getByText(receipt, { exact: true })).toBeVisible();
    await expectSoundPage(page);
    await sheet.getByRole("button", { name: "Close" }).last().click();
  });

  await test.step("the same as a file: CSV and PDF", async () => {
    const csv = await download(page, "CSV");
    expect(csv.name).toMatch(/^wagewars-statement-.*\.csv$/);
    expect(csv.bytes.toString("utf8")).toContain(receipt);
    await expectSoundPage(page);
    await page.getByRole("button", { name: "Done" }).click();
    const pdf = await download(page, "PDF");
    expect(pdf.name).toMatch(/\.pdf$/);
    expect(pdf.bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    await page.getByRole("button", { name: "Done" }).click();
  });

  await test.step("in Swahili, and still so after a reload", async () => {
    await page.getByRole("radio", { name: "Kiswahili" }).check();
    await expect(page.getByText(/zimeingia kwenye pochi yako/).first()).toBeVisible();
    await page.reload();
    await expect(page.getByText(/zimeingia kwenye pochi yako/).first()).toBeVisible();
    await expectSoundPage(page);
  });

  await test.step("a filter that finds nothing leads back", async () => {
    await page.getByLabel("Period").selectOption("days");
    await page.getByLabel("To", { exact: true }).fill("2020-01-01");
    await expect(page.getByText("No transactions found")).toBeVisible();
    await page.getByRole("button", { name: "Show everything" }).click();
    await expect(page.getByText(receipt).first()).toBeVisible();
  });
  expect(errors).toEqual([]);
});
