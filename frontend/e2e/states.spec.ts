/** States of the app that need a moment to arise, shown by a made-up API: what the player sees and can tap. */
import { expect, test } from "@playwright/test";
import { aScene, play } from "./fakeApi";

const FOUND = { status: "pending", verification_state: "awaiting_checkin", result: null, winner_id: null } as const;

test.use({ viewport: { width: 360, height: 740 }, serviceWorkers: "block" });

test("a match that is found while a sheet is open is announced above it, and can be opened from there", async ({
  page,
}) => {
  const scene = aScene("amina", "otis");
  const change = await play(page, { ...scene, queue: { ...scene.queue, status: "searching" } });
  await page.goto("/wallet");
  await page.getByRole("button", { name: "See how it stands" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  const player1 = { ...scene.match.player1, ready: false };
  change({
    match: { ...scene.match, ...FOUND, player1, due_at: new Date(Date.now() + 90_000).toISOString() },
    queue: { ...scene.queue, status: "matched", match_id: 12 },
  });
  const call = page.getByRole("dialog", { name: "Match found" });
  await expect(call).toContainText("otis plays you");
  await page.keyboard.press("Escape");
  await expect(call).toHaveCount(0);
  // The banner stays.
  await page.getByRole("link", { name: /Match found: otis/ }).click();
  await page.waitForURL("**/matches/active");
});

test("after a no-show the player reads that the stake is set aside again, and can leave", async ({ page }) => {
  const scene = aScene("amina", "otis");
  const cancelled = {
    status: "cancelled",
    result: "void",
    winner_id: null,
    my_net: "0.00",
    reason: "not_ready",
  } as const;
  const searching = { ...scene.queue, status: "searching" as const, wager_amount: "100.00", from_match_id: 12 };
  await play(page, {
    ...scene,
    match: { ...scene.match, ...cancelled, back_in_queue: true },
    queue: searching,
    more: { "DELETE /matchmaking/queue": { ...scene.queue, status: "idle" } },
  });
  await page.goto("/matches/12");
  await expect(page.getByText("You are back in line")).toBeVisible();
  await expect(page.getByRole("link", { name: /Somebody else/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Leave, return my stake" }).click();
  await expect(page.getByText(/You left the queue/)).toBeVisible();
});

test("without a name in the game nothing is staked: the button leads to the one place for names", async ({ page }) => {
  const scene = aScene("amina", "otis");
  await play(page, {
    ...scene,
    me: { ...scene.me, cod_username: null },
    more: { "GET /users/me/game-accounts": { items: [] } },
  });
  await page.goto("/matches/find");
  await expect(page.getByRole("button", { name: /^Find an opponent/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Add your name in the game first" }).click();
  await expect(page.getByRole("dialog", { name: "Activision ID" })).toBeVisible();
});

test("a search that ended without its player says why, and that the stake is back", async ({ page }) => {
  const scene = aScene("amina", "otis");
  const ended = { reason: "absent" as const, wager_amount: "200.00", ended_at: new Date().toISOString() };
  await play(page, { ...scene, queue: { ...scene.queue, ended } });
  await page.goto("/matches/find");
  await expect(page.getByText(/You were away for a while/)).toBeVisible();
  await expect(page.getByText(/KES\s200 is back in your wallet/)).toBeVisible();
});

test("a challenge by name is announced on every page", async ({ page }) => {
  await play(page, aScene("amina", "otis"));
  await page.goto("/wallet");
  await page.getByRole("link", { name: /otis challenges you for KES 100/ }).click();
  await expect(page.getByRole("heading", { name: "otis challenges you" })).toBeVisible();
});

test("the focus goes to what comes next, not to the top of the page", async ({ page }) => {
  const scene = aScene("amina", "otis");
  const player1 = { ...scene.match.player1, ready: false };
  const match = { ...scene.match, ...FOUND, player1 };
  const ready = { ...match, player1: { ...player1, ready: true } };
  const change = await play(page, {
    ...scene,
    match,
    queue: { ...scene.queue, status: "matched", match_id: 12 },
    more: { "POST /matches/12/ready": ready },
  });
  await page.goto("/matches/active");
  await page.getByRole("button", { name: "I am ready" }).click();
  change({ match: ready });
  await expect(page.locator(":focus")).toHaveText(/You are ready/);
});
