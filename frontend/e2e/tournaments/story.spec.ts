/** A tournament from its announcement to the prize, by two players in the browser. */
import { expect, test } from "@playwright/test";
import { expectSoundPage, newPhone, signedInPhone } from "../helpers";
import { callApi, newPlayer, PASSWORD } from "../support/api";
import { allowEqualAmounts } from "../support/simulator";

test.beforeAll(allowEqualAmounts);

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

test("two players join, check in, play, see the bracket move, and the winner is paid", async ({ browser }) => {
  test.setTimeout(240_000);
  const [neema, juma] = await Promise.all([newPlayer("neema", 300), newPlayer("juma", 300)]);
  const neemaPhone = await signedInPhone(browser, neema);
  const jumaPhone = await newPhone(browser);
  const name = `Cup of ${neema}`;
  const { id } = await callApi<{ id: number }>("referee", "POST", "/admin/tournaments", {
    name,
    format: "single_elimination",
    entry_fee: 50,
    prize_split: [100],
    min_participants: 2,
    max_participants: 4,
    check_in_opens_at: inSeconds(50),
    start_date: inSeconds(95),
  });
  await callApi("referee", "POST", `/admin/tournaments/${id}/publish`);

  await test.step("one joins from the list, after reading what is held", async () => {
    const { page } = neemaPhone;
    await page.goto("/tournaments");
    await page.getByRole("link", { name }).click();
    await page.getByRole("button", { name: "Join for KES 50" }).click();
    await expect(page.getByRole("dialog")).toContainText("come back if you leave before check-in closes");
    await page.getByRole("button", { name: "Join, and hold KES 50" }).click();
    await expect(page.getByText("You have a seat", { exact: true })).toBeVisible();
  });

  await test.step("the other reads it as a visitor, logs in, and is back there to join", async () => {
    const { page } = jumaPhone;
    await page.goto(`/tournaments/${id}`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await page.getByRole("link", { name: "Log in to join" }).click();
    await page.getByLabel("Username, phone or e-mail").fill(juma);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByRole("button", { name: "Join for KES 50" }).click();
    await page.getByRole("button", { name: "Join, and hold KES 50" }).click();
    await expect(page.getByText("You have a seat", { exact: true })).toBeVisible();
  });

  await test.step("both check in as soon as the button is there", async () => {
    for (const { page } of [neemaPhone, jumaPhone]) {
      await page.getByRole("button", { name: "Check in" }).click({ timeout: 60_000 });
      await expect(page.getByText("You are checked in", { exact: true })).toBeVisible();
    }
    await expectSoundPage(neemaPhone.page);
  });

  await test.step("the bracket appears, and the match opens for both", async () => {
    for (const { page } of [neemaPhone, jumaPhone]) {
      await expect(page.getByRole("heading", { name: "Your match is open" })).toBeVisible({ timeout: 90_000 });
      await expect(page.getByRole("link", { name: /against .*Playing now/ })).toBeVisible();
    }
    await expectSoundPage(jumaPhone.page);
  });

  await test.step("they play, and the bracket moves", async () => {
    // The call to the match fills the screen, as that to any other.
    await neemaPhone.page.getByRole("dialog").getByRole("button", { name: "I am ready" }).click();
    const { next_match } = await callApi<{ next_match: { match_id: number } }>(neema, "GET", `/tournaments/${id}/me`);
    await callApi(juma, "POST", `/matches/${next_match.match_id}/ready`);
    await callApi(juma, "POST", `/matches/${next_match.match_id}/report`, { outcome: "lost" });
    await callApi(neema, "POST", `/matches/${next_match.match_id}/report`, { outcome: "won" });
    // They have not agreed to their name beside results: others read a handle.
    const { shown_as } = await callApi<{ shown_as: string }>(neema, "GET", "/users/me");
    await expect(jumaPhone.page.getByText(`${shown_as} won`)).toBeAttached({ timeout: 30_000 });
    await expect(jumaPhone.page.getByText(`${neema} won`)).toHaveCount(0);
  });

  await test.step("the winner is paid once the result is final", async () => {
    const { page } = neemaPhone;
    await page.goto(`/tournaments/${id}`);
    await expect(page.getByLabel("Your result")).toContainText("1st", { timeout: 30_000 });
    await expect(page.getByLabel("Your result")).toContainText("in your wallet", { timeout: 60_000 });
    await expectSoundPage(page);
  });
  expect([...neemaPhone.errors, ...jumaPhone.errors]).toEqual([]);
});
