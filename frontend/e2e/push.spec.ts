/** Pushes on a desktop: what our server sends is what a real Chromium shows, and a real tap acts. */
import { expect, test as base, type Page } from "@playwright/test";
import { debianChromium } from "./desktop/debianChromium";
import { PushPhone } from "./desktop/pushPhone";
import { expectSoundPage, signIn } from "./helpers";
import { callApi, newPlayer } from "./support/api";
import { allowEqualAmounts } from "./support/simulator";

const test = base.extend<{ phone: PushPhone }>({
  phone: [
    async ({ baseURL }, give, { project }) => {
      const usual = project.use.launchOptions ?? {};
      let phone = await PushPhone.start(usual, baseURL ?? "");
      const debians = phone ? null : debianChromium();
      // One that does not start here, for want of a library, is none.
      if (debians) phone = await PushPhone.start({ ...usual, ...debians }, baseURL ?? "").catch(() => null);
      test.skip(!phone, "No browser here shows notifications: install Chromium or Chrome, or set CHROMIUM_PATH.");
      if (phone) await give(phone);
      await phone?.stop();
    },
    { timeout: 300_000 }, // the first time it may unpack a browser
  ],
});

type Seen = { my_seat: "player1" | "player2"; status: string } & Record<"player1" | "player2", { ready: boolean }>;

test.beforeAll(allowEqualAmounts);

/** Takes the offer of the page that searches; it goes when the server knows this browser. */
async function switchOn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Switch on notifications" }).click();
  await expect(page.getByText("Hear of your match at once")).toHaveCount(0);
  await expect(page.getByText("No notifications on this phone")).toHaveCount(0);
}

test("a match is found while the app is closed: the notice says what was sent, and Ready in it readies", async ({
  phone,
}) => {
  const [neema, juma] = await Promise.all([newPlayer("neema", 100), newPlayer("juma", 100)]);
  const { page, desktop } = phone;

  await test.step("the player joins the queue, switches notifications on and closes the app", async () => {
    await signIn(page, neema);
    await page.goto("/matches/find?wager=20");
    await page.getByRole("button", { name: /^Find an opponent/ }).click();
    await switchOn(page);
    await page.goto("about:blank");
  });

  await callApi(juma, "POST", "/matchmaking/queue", { wager_amount: 20 });
  const push = await phone.receive();
  const notice = await phone.notice();
  expect(push).toMatchObject({
    kind: "match_found",
    actions: [{ action: "ready", title: "Ready" }, { title: "Open" }],
  });
  expect(notice.title).toBe(push.title);
  // The desktop names the site above the text.
  expect(notice.text.split("\n\n").at(-1)).toBe(push.body);
  expect(notice.text).not.toMatch(/KES|20/);
  expect(notice.actions.map(({ label }) => label).slice(0, 2)).toEqual(["Ready", "Open"]);

  const { match_id } = await callApi<{ match_id: number }>(neema, "GET", "/matchmaking/queue");
  const isReady = async () => {
    const match = await callApi<Seen>(neema, "GET", `/matches/${match_id}`);
    return match[match.my_seat].ready;
  };
  expect(await isReady()).toBe(false);
  const opened = page.context().waitForEvent("page");
  desktop.tap(notice, "0");
  await expect.poll(isReady).toBe(true);
  await expect((await opened).getByText("You are ready.").first()).toBeVisible();
  expect(desktop.notices.size).toBe(0);
});

test("a notice of a call goes when the player answers in the app, and one that comes later does not stay", async ({
  phone,
}) => {
  const [neema, juma] = await Promise.all([newPlayer("neema", 100), newPlayer("juma", 100)]);
  const { page, desktop } = phone;
  await signIn(page, neema);
  await page.goto("/matches/find?wager=20");
  await page.getByRole("button", { name: /^Find an opponent/ }).click();
  await switchOn(page);
  await callApi(juma, "POST", "/matchmaking/queue", { wager_amount: 20 });
  const push = await phone.receive();
  await phone.notice();
  await page.goto("/wallet");
  await page.getByRole("dialog", { name: "Match found" }).getByRole("button", { name: "I am ready" }).click();
  await expect.poll(() => desktop.notices.size).toBe(0);
  // As to a phone that slept, or that the push service reached only now.
  await phone.deliver(push);
  await expect.poll(() => desktop.shown).toBe(2);
  await expect.poll(() => desktop.notices.size).toBe(0);
});

test("a test that a player sends themselves is shown here, and the page says so only then", async ({ phone }) => {
  const { page } = phone;
  await signIn(page, await newPlayer("wanjiru", 0));
  await page.goto("/notifications/settings");
  await page.getByRole("button", { name: "Switch on notifications" }).click();
  await page.getByRole("button", { name: "Send me a test" }).click();
  await expect(page.getByText("Waiting until this browser shows it")).toBeVisible();
  await phone.receive();
  const notice = await phone.notice();
  expect([notice.title, notice.text.split("\n\n").at(-1)]).toEqual([
    "A test from WageWars",
    "Notifications reach this phone.",
  ]);
  await expect(page.getByText("This browser has shown it. Notifications reach this phone.")).toBeVisible();
  await expectSoundPage(page);
});
