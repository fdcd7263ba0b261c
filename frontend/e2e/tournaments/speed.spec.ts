/**
 * How fast a bracket of 1,024 opens and moves on a slow phone, beside the same page with one match and a page of text:
 * each the best of two, so that a busy machine matters less.
 */
import { expect, test, type Page } from "@playwright/test";
import { aBracket, aPart, aTournament } from "../../src/tests/support/tournamentFixtures";
import { aScene, play } from "../fakeApi";
import { glide } from "./touch";

test.use({ viewport: { width: 360, height: 740 }, serviceWorkers: "block" });

const LARGE = aBracket(Array.from({ length: 1_024 }, (_, at) => `player_${at + 1}`));
const SMALL = aBracket(["player_1", "player_2"]);
const SLOWER = 4;
const ROUNDS = 2;
const TREE = { name: /whole tree/ } as const;

const running = (id: number, name: string) =>
  aTournament({ id, name, status: "running", max_participants: 1_024, current_participants: 1_024 });

async function openList(page: Page): Promise<void> {
  await play(page, {
    ...aScene("player_1", "otis"),
    more: {
      "GET /tournaments": { items: [running(7, "Large"), running(8, "Small")], next_cursor: null },
      "GET /tournaments/7": running(7, "Large"),
      "GET /tournaments/7/me": aPart({ status: "playing", seed: 700 }),
      "GET /tournaments/7/rounds": LARGE,
      "GET /tournaments/8": running(8, "Small"),
      "GET /tournaments/8/me": aPart({ status: "playing", seed: 1 }),
      "GET /tournaments/8/rounds": SMALL,
    },
  });
  await page.goto("/tournaments");
  await expect(page.getByRole("link", { name: "Small" })).toBeVisible();
}

/** Milliseconds from a tap on `tapped` until so many of `shown` are on the screen. */
const opened = (page: Page, tapped: string, shown: string, count: number): Promise<number> =>
  page.evaluate(
    ({ tapped, shown, count }) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        const look = () => {
          if (document.querySelectorAll(shown).length < count) return requestAnimationFrame(look);
          return requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        };
        document.querySelector<HTMLElement>(tapped)?.click();
        look();
      }),
    { tapped, shown, count },
  );

const ROWS = 'ol[aria-label^="Main bracket"] li';
const openRounds = (page: Page, id: number, rows: number) => opened(page, `a[href="/tournaments/${id}"]`, ROWS, rows);
const openTree = (page: Page) => opened(page, 'input[value="tree"]', "svg [aria-current]", 1);

test("a bracket of 1,024 opens within a second on a slow phone, and follows the fingers", async ({ page, context }) => {
  const cdp = await context.newCDPSession(page);
  const seen: Record<string, number[]> = {};
  const note = (what: string, milliseconds: number) => (seen[what] ??= []).push(milliseconds);
  for (let round = 0; round < ROUNDS; round += 1) {
    await openList(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    note("one match, rounds", await openRounds(page, 8, 1));
    note("one match, tree", await openTree(page));
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });

    await openList(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    note("1,024, all of a round", await openRounds(page, 7, 512));
    note("1,024, tree", await openTree(page));
    const box = page.getByRole("region", TREE);
    await box.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const { x, y, width, height } = (await box.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const middle = { x: x + width / 2, y: y + height / 2 };
    const off = (dx: number, dy: number) => ({ x: middle.x + dx, y: middle.y + dy });

    const from = await scrolled(box);
    note("1,024, drag", await glide(page, cdp, [[off(120, 120), off(-120, -120)]]));
    const to = await scrolled(box);
    expect(to.left - from.left).toBeGreaterThan(150);
    expect(to.top - from.top).toBeGreaterThan(150);
    await expect(box.locator("svg text").first()).toBeAttached();

    const pinch = await glide(page, cdp, [
      [off(0, -60), off(0, -120)],
      [off(0, 60), off(0, 120)],
    ]);
    note("1,024, pinch", pinch);
    await expect(page.getByText("200%", { exact: true })).toBeVisible();
    // What lay between the fingers still does, and the page itself keeps its size.
    const now = await scrolled(box);
    expect(Math.abs((now.left + middle.x - x) / 2 - (to.left + middle.x - x))).toBeLessThan(8);
    expect(Math.abs((now.top + middle.y - y) / 2 - (to.top + middle.y - y))).toBeLessThan(8);
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });

    await page.goto("/help");
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    note("text, drag", await glide(page, cdp, [[off(0, 120), off(0, -120)]]));
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  }
  const best = Object.fromEntries(Object.entries(seen).map(([what, times]) => [what, Math.round(Math.min(...times))]));
  console.log(`milliseconds at ${SLOWER} x throttle, best of ${ROUNDS}:`, JSON.stringify(best));
  // Whether it pans and pinches is tested everywhere; how fast it is, only by whoever measures: other
  // work on the machine must fail nobody's build.
  if (!process.env.MEASURE_SPEED) return;
  const [rounds = 0, text = 0] = [best["one match, rounds"], best["text, drag"]];
  // Times where the machine is free, ratios to the reference where it is not.
  expect(best["1,024, all of a round"]).toBeLessThan(Math.max(1_000, 3 * rounds));
  expect(best["1,024, tree"]).toBeLessThan(Math.max(1_000, 3 * rounds));
  expect(best["1,024, drag"]).toBeLessThan(Math.max(150, 4 * text));
  expect(best["1,024, pinch"]).toBeLessThan(Math.max(400, 8 * text));
});

type Box = ReturnType<Page["getByRole"]>;
const scrolled = (box: Box) => box.evaluate(({ scrollLeft: left, scrollTop: top }) => ({ left, top }));
