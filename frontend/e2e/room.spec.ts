/** The room of a match: two players tap and write, a phone number is hidden, one of them mutes the other. */
import { expect, test, type Page } from "@playwright/test";
import { expectSoundPage, signedInPhone } from "./helpers";
import { callApi, newPlayer } from "./support/api";
import { allowEqualAmounts } from "./support/simulator";

test.beforeAll(allowEqualAmounts);

const openRoom = (page: Page) => page.getByTestId("room").getByRole("button").first().click();
const bubble = (page: Page, text: string) => page.getByTestId("room").locator("li").getByText(text, { exact: true });

test("two players find each other by a tap and a text; a phone number is hidden; one mutes the other", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const [neema, juma] = await Promise.all([newPlayer("neema", 300), newPlayer("juma", 300)]);
  const { code } = await callApi<{ code: string }>(neema, "POST", "/matches/challenges", {
    wager_amount: 100,
    title: "mw",
    mode: "gunfight",
    platform: "acti",
  });
  await callApi(juma, "POST", `/matches/challenges/${code}/accept`);
  const [neemaPhone, jumaPhone] = [await signedInPhone(browser, neema), await signedInPhone(browser, juma)];
  for (const { page } of [neemaPhone, jumaPhone]) {
    await page.goto("/matches/active");
    await page.getByRole("dialog", { name: "Match found" }).getByRole("button", { name: "I am ready" }).click();
  }

  await test.step("both see the same map, and one of them hosts", async () => {
    const setups = [neemaPhone, jumaPhone].map(({ page }) => page.getByTestId("lobby-setup"));
    const texts = await Promise.all(setups.map((setup) => setup.innerText()));
    expect(texts.filter((text) => text.includes("You host"))).toHaveLength(1);
    const maps = texts.map((text) => /Map\s+(.+)/.exec(text)?.[1]);
    expect(maps[0]).toBeTruthy();
    expect(maps[0]).toBe(maps[1]);
  });

  await test.step("one taps a message; the other sees it in the folded line, unread", async () => {
    await openRoom(neemaPhone.page);
    await neemaPhone.page.getByRole("button", { name: "I'm on my way." }).click();
    await expect(bubble(neemaPhone.page, "I'm on my way.")).toBeVisible();
    const line = jumaPhone.page.getByTestId("room").getByRole("button").first();
    await expect(line).toContainText("I'm on my way.");
    await expect(line).toContainText("1 new");
  });

  await test.step("the other answers; a phone number in it is hidden from both", async () => {
    await openRoom(jumaPhone.page);
    await jumaPhone.page.getByLabel("Your message").fill("Call me on 0712 345 678 or stay here");
    await jumaPhone.page.getByRole("button", { name: "Send" }).click();
    for (const { page } of [neemaPhone, jumaPhone]) {
      await expect(bubble(page, "Call me on ••• or stay here")).toBeVisible();
      await expect(page.getByText("Phone numbers and links are hidden to keep you safe.")).toBeVisible();
      await expect(page.getByText("0712 345 678")).toHaveCount(0);
      await expectSoundPage(page);
    }
  });

  await test.step("a message is reported", async () => {
    await neemaPhone.page.getByRole("button", { name: "Report this message" }).click();
    const sheet = neemaPhone.page.getByRole("dialog");
    await sheet.getByRole("radio", { name: "Personal data" }).check();
    await expectSoundPage(neemaPhone.page);
    await sheet.getByRole("button", { name: "Report to our staff" }).click();
    await sheet.getByText("is not told who reported it").waitFor();
    await sheet.getByRole("button", { name: "Close" }).first().click();
    await expect(neemaPhone.page.getByTestId("room").getByText("Reported")).toBeVisible();
  });

  await test.step("muted, the other's messages are gone, and come back", async () => {
    await neemaPhone.page.getByRole("button", { name: `Mute ${juma}` }).click();
    await expect(bubble(neemaPhone.page, "Call me on ••• or stay here")).toHaveCount(0);
    await jumaPhone.page.getByRole("button", { name: "I'm hosting." }).click();
    await expect(bubble(jumaPhone.page, "I'm hosting.")).toBeVisible();
    await expect(bubble(neemaPhone.page, "I'm hosting.")).toHaveCount(0);
    await neemaPhone.page.getByRole("button", { name: `Show messages of ${juma}` }).click();
    await expect(bubble(neemaPhone.page, "I'm hosting.")).toBeVisible();
  });

  await test.step("after the end it can be read, and not written", async () => {
    const { match_id: match } = await callApi<{ match_id: number }>(neema, "GET", "/matchmaking/queue");
    await callApi(neema, "POST", `/matches/${match}/report`, { outcome: "won" });
    await callApi(juma, "POST", `/matches/${match}/report`, { outcome: "lost" });
    await neemaPhone.page.goto(`/matches/${match}`);
    await openRoom(neemaPhone.page);
    await expect(neemaPhone.page.getByText("This match is over, so nothing is added here.")).toBeVisible();
    await expect(neemaPhone.page.getByLabel("Your message")).toHaveCount(0);
    await expectSoundPage(neemaPhone.page);
  });
  expect([...neemaPhone.errors, ...jumaPhone.errors]).toEqual([]);
});
