/** Told at once, told once: the bell, the inbox, its settings, and the full-screen call, shown by a made-up API. */
import { expect, test, type Page } from "@playwright/test";
import { aScene, play, type Scene } from "./fakeApi";
import { collectErrors, expectSoundPage } from "./helpers";
import { anInbox, aNotification } from "../src/tests/support/inboxFixtures";
import { aChallenge } from "../src/tests/support/playFixtures";

test.use({ viewport: { width: 360, height: 740 }, serviceWorkers: "block" });

const soon = (seconds = 90) => new Date(Date.now() + seconds * 1_000).toISOString();
const bell = (page: Page) => page.getByRole("link", { name: /^Notifications/ });

/** `scene` with a match that was found just now. */
const found = (scene: Scene): Partial<Scene> => ({
  match: {
    ...scene.match,
    status: "pending",
    verification_state: "awaiting_checkin",
    result: null,
    winner_id: null,
    player1: { ...scene.match.player1, ready: false },
    due_at: soon(),
  },
  queue: { ...scene.queue, status: "matched", match_id: 12 },
});

test("the bell counts on every page, the inbox leads to what happened, and all can be marked as read", async ({
  page,
}) => {
  const scene = aScene("amina", "otis");
  const errors = collectErrors(page);
  await play(page, scene);
  await page.goto("/dashboard");
  await expect(bell(page)).toHaveAccessibleName("Notifications, 1 unread");
  await bell(page).click();
  await page.waitForURL("**/notifications");
  await expect(page.getByRole("link", { name: /New: A referee has ruled/ })).toBeVisible();
  await expectSoundPage(page);
  await page.screenshot({ path: "test-results/inbox.png" });
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell(page)).toHaveAccessibleName("Notifications");
  await page.getByRole("link", { name: /A referee has ruled/ }).click();
  await page.waitForURL("**/matches/12");
  expect(errors).toEqual([]);
});

test("news that come while a sheet is open are said above it", async ({ page }) => {
  const scene = aScene("amina", "otis");
  const change = await play(page, scene);
  await page.goto("/wallet");
  await expect(bell(page)).toHaveAccessibleName(/1 unread/);
  await page.getByRole("button", { name: "Deposit from M-Pesa", exact: true }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  const ruled = aNotification({ id: 12, title: "A referee has ruled", message: "Read what was ruled." });
  change({ more: { "GET /notifications": anInbox([ruled]) } });
  // Without a socket the page asks every half minute.
  await expect(sheet.getByText("A referee has ruled. Read what was ruled.")).toBeVisible({ timeout: 40_000 });
});

test("the settings say what is always on and why, and a switch can be turned", async ({ page }) => {
  await play(page, {
    ...aScene("amina", "otis"),
    more: { "PUT /notifications/preferences": { items: [] } },
  });
  await page.goto("/notifications/settings");
  await expect(page.getByText("Missing one of these can cost you your stake")).toBeVisible();
  const push = page.getByRole("switch", { name: "You are challenged: Push" });
  await expect(push).toBeChecked();
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await push.click();
  await expect(push).not.toBeChecked();
  expect((await sent).postDataJSON()).toEqual({
    items: [{ type: "challenge_received", channel: "push", is_on: false }],
  });
  await expectSoundPage(page);
  await page.screenshot({ path: "test-results/settings.png" });
});

for (const scheme of ["dark", "light"] as const) {
  test(`a match that is found calls above an open sheet, on any page, ${scheme}`, async ({ browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      isMobile: true,
      colorScheme: scheme,
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    const scene = aScene("amina", "otis");
    const change = await play(page, { ...scene, queue: { ...scene.queue, status: "searching" } });
    await page.goto("/wallet");
    await page.getByRole("button", { name: "See how it stands" }).click();
    change(found(scene));
    const call = page.getByRole("dialog", { name: "Match found" });
    await expect(call).toBeVisible({ timeout: 20_000 });
    await expect(call.getByRole("button", { name: "I am ready" })).toBeFocused();
    await expect(call.getByRole("timer")).toHaveText(/^1:\d\d$/);
    await expectSoundPage(page);
    await page.screenshot({ path: `test-results/found-${scheme}.png` });
    const match = { ...scene.match, ...found(scene).match } as Scene["match"];
    const ready = { ...match, player1: { ...match.player1, ready: true } };
    change({ match: ready, more: { "POST /matches/12/ready": ready } });
    await call.getByRole("button", { name: "I am ready" }).click();
    await page.waitForURL("**/matches/active");
    await expect(page.getByText("You are ready.").first()).toBeVisible();
    await expect(call).toHaveCount(0);
    await context.close();
  });
}

test("a second tab closes its call with the first, and a reload does not call again", async ({ page, context }) => {
  const scene = aScene("amina", "otis");
  await play(page, { ...scene, ...found(scene) });
  const other = await context.newPage();
  await play(other, { ...scene, ...found(scene) });
  await page.goto("/profile");
  await other.goto("/wallet");
  const [here, there] = [page, other].map((tab) => tab.getByRole("dialog", { name: "Match found" }));
  await expect(there!).toBeVisible();
  await expect(here!).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(here!).toHaveCount(0);
  await expect(there!).toHaveCount(0);
  await other.reload();
  await expect(other.getByRole("link", { name: /Match found: otis/ })).toBeVisible();
  await expect(there!).toHaveCount(0);
});

test("the tap on Find an opponent starts the sound, and the call plays it", async ({ page }) => {
  const scene = aScene("amina", "otis");
  await page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      document.documentElement.dataset.tones = `${Number(document.documentElement.dataset.tones ?? 0) + 1}`;
      start.apply(this, when);
    };
  });
  const searching = { ...scene.queue, status: "searching" as const, wager_amount: "100.00", queued_at: soon(0) };
  const change = await play(page, { ...scene, more: { "POST /matchmaking/queue": searching } });
  await page.goto("/matches/find");
  await page.getByRole("button", { name: /^Find an opponent/ }).click();
  change({ queue: searching });
  await expect(page.getByRole("heading", { name: "Searching for an opponent" })).toBeVisible();
  await page.screenshot({ path: "test-results/searching.png", fullPage: true });
  change(found(scene));
  await expect(page.getByRole("dialog", { name: "Match found" })).toBeVisible({ timeout: 20_000 });
  await expect(page.locator("html")).toHaveAttribute("data-tones", "3");
});

for (const size of [100, 200]) {
  test(`calls and inbox fit 320 px with hostile names, text ${size} %`, async ({ browser }) => {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      isMobile: true,
      serviceWorkers: "block",
    });
    for (const name of ["W".repeat(50), "محاربالصحراءالكبرىلاعبمحترف", "👩🏾‍🚀".repeat(12)]) {
      const page = await context.newPage();
      await page.addInitScript((percent) => {
        localStorage.removeItem("ww.alarms-closed");
        document.addEventListener("DOMContentLoaded", () => {
          document.documentElement.style.fontSize = `${percent}%`;
        });
      }, size);
      const scene = aScene(name, name);
      const change = await play(page, { ...scene, ...found(scene) });
      await page.goto("/wallet");
      await expect(page.getByRole("dialog", { name: "Match found" })).toBeVisible();
      await expectSoundPage(page);
      if (size === 200) await page.screenshot({ path: `test-results/found-hostile-${name.length}.png` });
      change({
        queue: scene.queue,
        more: {
          "GET /matches/challenges": { items: [aChallenge({ challenger: name, opponent: name, due_at: soon() })] },
        },
      });
      await page.goto("/notifications");
      await expect(page.getByRole("dialog", { name: "You are challenged" })).toBeVisible();
      await expectSoundPage(page);
      if (name.startsWith("W")) await page.screenshot({ path: `test-results/challenged-${size}.png` });
      await page.getByRole("button", { name: "Not now" }).click();
      await expect(page.getByRole("link", { name: /A referee has ruled/ })).toBeVisible();
      await expectSoundPage(page);
      await page.close();
    }
    await context.close();
  });
}
