/** A bracket on a phone of 360 px, shown by a made-up API: both views, by touch, keyboard and screen reader. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, type Page } from "@playwright/test";
import { aBracket, aPart, aTournament } from "../../src/tests/support/tournamentFixtures";
import type { Rounds } from "../../src/types/tournament";
import { aScene, play } from "../fakeApi";
import { collectErrors, expectSoundPage } from "../helpers";

test.use({ viewport: { width: 360, height: 740 }, serviceWorkers: "block" });

const HOSTILE = ["amina", "<img src=x onerror=alert(1)>", "W".repeat(20), "محاربالصحراءالكبرى", "brian", "otis"];

async function answer(page: Page, rounds: Rounds, seed: number) {
  const players = rounds.players.length;
  await play(page, {
    ...aScene("amina", "otis"),
    more: {
      "GET /tournaments/7": aTournament({ status: "running", max_participants: 1024, current_participants: players }),
      "GET /tournaments/7/me": aPart({ status: "playing", seed }),
      "GET /tournaments/7/rounds": rounds,
    },
  });
}

async function open(page: Page, rounds: Rounds, seed: number) {
  await answer(page, rounds, seed);
  await page.goto("/tournaments/7");
}

for (const scheme of ["dark", "light"] as const)
  test(`names of all kinds are text, and both views are sound, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const errors = collectErrors(page);
    await open(page, aBracket(HOSTILE, 1), 1);
    const round = page.getByRole("list", { name: "Main bracket, Semi-final" });
    await expect(round.getByRole("listitem")).toHaveCount(2);
    await page.getByText("Quarter-final", { exact: true }).click();
    const first = page.getByRole("list", { name: "Main bracket, Quarter-final" });
    await expect(first.getByText("<img src=x onerror=alert(1)>").first()).toBeVisible();
    await expect(first.getByText("Bye").first()).toBeVisible();
    await expectSoundPage(page);
    await page.getByText("Whole tree", { exact: true }).click();
    const tree = page.getByRole("region", { name: /whole tree/ });
    await expect(tree.locator("svg")).toBeVisible();
    await expectSoundPage(page);
    expect(await page.locator("main img").count()).toBe(0);
    expect(errors).toEqual([]);
  });

test("1,024 players: the round is shown alone, the tree when asked for, and both lead to one's own match", async ({
  page,
}) => {
  const errors = collectErrors(page);
  const names = Array.from({ length: 1_024 }, (_, at) => `player_${at + 1}`);
  await open(page, aBracket(names), 700);
  const round = page.getByRole("list", { name: "Main bracket, Round of 1024" });
  await expect(round.getByRole("listitem")).toHaveCount(512);
  await page.getByRole("button", { name: "Jump to my match" }).click();
  await expect(page.locator(":focus")).toContainText("player_325 against player_700");
  await expect(page.locator(":focus")).toBeInViewport();

  await page.getByText("Whole tree", { exact: true }).click();
  const tree = page.getByRole("region", { name: /whole tree/ });
  const mine = tree.getByRole("link", { name: /player_325 against player_700/ });
  await expect(mine).toBeInViewport();
  // Drawn is what is near, and each match says its place among all of its round.
  const drawn = await tree.getByRole("listitem").count();
  expect(drawn).toBeGreaterThan(11);
  expect(drawn).toBeLessThan(150);
  await expect(tree.getByRole("listitem").first()).toHaveAttribute("aria-setsize", "512");
  const before = await mine.boundingBox();
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect(page.getByText("125%")).toBeVisible();
  expect((await mine.boundingBox())?.width ?? 0).toBeGreaterThan(before?.width ?? 0);
  await tree.focus();
  await page.keyboard.press("-");
  await expect(page.getByText("100%", { exact: true })).toBeVisible();
  // The first match of the first round comes first, the final last.
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAccessibleName(/^player_1 against player_1024/);
  expect(await tree.getByRole("listitem").last().textContent()).toContain("Not known yet");
  expect(errors).toEqual([]);
});

test("another site shows the bracket in a frame, and nothing in it acts", async ({ page, context, baseURL }) => {
  const html = `<iframe src="${baseURL}/embed/tournaments/7" width="340" height="600"></iframe>`;
  const site = http.createServer((_, res) => res.writeHead(200, { "Content-Type": "text/html" }).end(html));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  try {
    await answer(page, aBracket(["amina", "brian", "otis", "zawadi"], 1), 1);
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const frame = page.frameLocator("iframe");
    await expect(frame.getByText(/amina against brian/)).toBeAttached();
    await expect(frame.getByRole("link")).toHaveCount(1);
    await expect(frame.getByRole("link", { name: "Weekend Cup" })).toHaveAttribute("target", "_blank");
    expect(await context.cookies()).toEqual([]);
  } finally {
    site.close();
  }
});
