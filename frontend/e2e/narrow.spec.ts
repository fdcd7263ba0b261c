/** No page scrolls sideways: at 320 px, with the text twice as large, and with names made to break a screen. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { aScene, play, type Scene } from "./fakeApi";
import { untilQuiet } from "./helpers";
import { aDispute } from "../src/tests/support/playFixtures";
import { staffScene } from "../src/tests/support/staffFixtures";
import { RECORDS } from "../src/tests/support/reserveFixtures";
import { aRoom, aTalk } from "../src/tests/support/roomFixtures";

const NAMES = {
  "fifty of the widest letter": "W".repeat(50),
  "no blank to break at": "mwangi_sniper_nairobi_254_the_one_and_only_2026",
  "right to left": "محاربالصحراءالكبرىلاعبمحترف",
  "joined emoji": "👩🏾‍🚀".repeat(12),
};

/** Every page of src/pages, with the addresses that show it. A page without an entry fails the test. */
const ADDRESSES: Record<string, readonly string[]> = {
  "404": ["/no-such-page"],
  _error: [],
  "auth/login": ["/auth/login?next=/matches/challenge/KX7PQ2"],
  "auth/register": ["/auth/register"],
  "auth/reset": ["/auth/reset"],
  cookies: ["/cookies"],
  dashboard: ["/dashboard"],
  "embed/tournaments/[id]": ["/embed/tournaments/7"],
  help: ["/help"],
  index: ["/"],
  leaderboard: ["/leaderboard"],
  "matches/[id]": ["/matches/12"],
  "matches/active": ["/matches/active"],
  "matches/challenge/[code]": ["/matches/challenge/KX7PQ2"],
  "matches/find": ["/matches/find", "/matches/find?against=NAME"],
  "matches/history": ["/matches/history"],
  "notifications/index": ["/notifications"],
  "notifications/settings": ["/notifications/settings"],
  offline: ["/offline"],
  "players/[username]": ["/players/NAME"],
  privacy: ["/privacy"],
  "profile/games": ["/profile/games"],
  "profile/identity": ["/profile/identity"],
  "profile/index": ["/profile"],
  "profile/responsible-play": ["/profile/responsible-play"],
  "profile/security": ["/profile/security"],
  reserves: ["/reserves"],
  "staff/disputes": ["/staff/disputes?match=12"],
  "staff/index": ["/staff"],
  "staff/payments": ["/staff/payments?payment=withdrawal:7"],
  "staff/users": ["/staff/users?user=1"],
  terms: ["/terms"],
  "tournaments/[id]": ["/tournaments/7"],
  "tournaments/index": ["/tournaments"],
  wallet: ["/wallet"],
};
const STAFF = /^staff/;
const SIGNED_OUT = /^(404|_error|auth|cookies|help|index|offline|privacy|terms)/;

const PAGES = path.resolve(import.meta.dirname, "../src/pages");
const pages = readdirSync(PAGES, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx") && !/^_(app|document)/.test(file))
  .map((file) => file.replace(/\.tsx$/, "").replaceAll(path.sep, "/"));

test("every page has an address here", () => {
  expect(pages.filter((name) => !(name in ADDRESSES))).toEqual([]);
});

/** Each kind and period, the highest amounts that can be set, and a raise that waits. */
const LIMITS = ["deposit", "stake", "loss", "time"].flatMap((kind) =>
  [24, 168, 720].map((hours) => ({
    kind,
    hours,
    amount: "1000000.00",
    used: "999999.99",
    waiting: { id: hours, amount: "1000000.00", effective_at: "2026-12-24T15:40:00Z" },
  })),
);

/** The states of a match that have a screen of their own. */
const MATCHES: Record<string, Partial<Scene["match"]>> = {
  "found, not ready": { status: "pending", verification_state: "awaiting_checkin", result: null, my_net: null },
  playing: { status: "active", verification_state: "in_play", result: null, my_net: null, winner_id: null },
  proposed: {
    status: "active",
    verification_state: "provisional",
    proposed_result: "player2",
    result: null,
    my_net: null,
  },
  disputed: {
    status: "disputed",
    verification_state: "evidence",
    reason: "reports_contradict",
    dispute: aDispute(),
    result: null,
    my_net: null,
  },
  lost: { result: "player2", winner_id: 2, my_net: "-100.00", reason: "silence" },
  cancelled: { status: "cancelled", result: "void", winner_id: null, my_net: "0.00", reason: "not_ready" },
};

/** Sets the text to `percent` of the usual size, as a player does in the settings of the phone. */
const enlarge = (page: Page, percent: number) =>
  page.evaluate((size) => {
    document.documentElement.style.fontSize = `${size}%`;
  }, percent);

/** The widest things beyond the right edge: they tell what to mend. */
async function beyondTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll<HTMLElement>("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(-4)
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent?.slice(0, 40) ?? ""}`);
  });
}

/** Texts that their own box cuts off without saying so, such as a balance that ends in "KES 1,". */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".money, h1, h2, button, a")]
      .filter((element) => element.offsetParent !== null && !element.closest(".truncate, .sideways, .sr-only"))
      .filter(
        (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline",
      )
      .map((element) => `${element.tagName}: ${element.textContent?.slice(0, 40) ?? ""}`),
  );
}

async function expectToFit(page: Page, where: string) {
  await expect(page.locator("h1").first(), where).toBeAttached();
  await untilQuiet(page);
  await expect(page.getByRole("heading", { name: "That broke" }), where).toHaveCount(0);
  for (const size of [100, 200]) {
    await enlarge(page, size);
    expect(await beyondTheEdge(page), `${where}, text ${size} %`).toEqual([]);
    expect(await cutOff(page), `${where}, text ${size} %`).toEqual([]);
  }
}

for (const [kind, name] of Object.entries(NAMES)) {
  test(`nothing scrolls sideways at 320 px with text of 100 % and 200 %, names with ${kind}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      isMobile: true,
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    for (const route of pages.filter((one) => SIGNED_OUT.test(one)))
      for (const address of ADDRESSES[route] ?? []) {
        await page.goto(address);
        await expectToFit(page, address);
      }
    const scene = aScene(name, name, {
      more: {
        "GET /matches/12/messages": aRoom(aTalk(name)),
        "GET /users/me/limits": { exclusion: null, limits: LIMITS },
        "GET /reserves": { items: [...RECORDS].reverse(), next_cursor: "1" },
      },
    });
    const change = await play(page, scene);
    for (const route of pages.filter((one) => !SIGNED_OUT.test(one) && !STAFF.test(one)))
      for (const address of ADDRESSES[route] ?? []) {
        await page.goto(address.replace("NAME", encodeURIComponent(name)));
        await expectToFit(page, address);
      }
    for (const [state, changes] of Object.entries(MATCHES)) {
      change({ match: { ...scene.match, ...changes }, queue: { ...scene.queue, status: "matched", match_id: 12 } });
      await page.goto("/matches/12");
      await expectToFit(page, state);
      await page.getByTestId("room").getByRole("button").first().click();
      await expect(page.getByLabel("Messages, oldest first")).toBeVisible();
      await expectToFit(page, `${state}, with its room open`);
      await page.goto("/profile");
      await expectToFit(page, `the banner of a match: ${state}`);
    }
    await context.close();
  });

  test(`staff's pages fit, too, at 320 px, names with ${kind}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, serviceWorkers: "block" });
    const page = await context.newPage();
    const scene = aScene(name, name, { more: staffScene(name) });
    await play(page, { ...scene, me: { ...scene.me, role: "admin" } });
    for (const route of pages.filter((one) => STAFF.test(one)))
      for (const address of ADDRESSES[route] ?? []) {
        await page.goto(address);
        await expect(page.getByRole("navigation", { name: "Staff" })).toBeVisible();
        await expectToFit(page, address);
      }
    await context.close();
  });
}
