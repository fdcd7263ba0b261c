import { expect, test } from "@playwright/test";
import { signIn, collectErrors, expectSoundPage, untilQuiet } from "./helpers";
import { newPlayer } from "./support/api";
import { allowEqualAmounts } from "./support/simulator";

test.describe.configure({ mode: "parallel" });
test.beforeAll(allowEqualAmounts);

const PUBLIC = [
  "/",
  "/help",
  "/terms",
  "/privacy",
  "/cookies",
  "/auth/login",
  "/auth/register",
  "/auth/reset",
  "/offline",
  "/reserves",
  "/no-such-page",
];
const PRIVATE = [
  "/dashboard",
  "/wallet",
  "/matches/find",
  "/matches/active",
  "/matches/history",
  "/matches/999999999",
  "/profile",
  "/profile/identity",
  "/profile/responsible-play",
  "/profile/security",
  "/notifications",
  "/notifications/settings",
];

for (const scheme of ["dark", "light"] as const) {
  test(`every page is sound on a 360 px phone, ${scheme}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      colorScheme: scheme,
      isMobile: true,
    });
    const page = await context.newPage();
    const errors = collectErrors(page);
    for (const path of PUBLIC) {
      await test.step(path, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectSoundPage(page);
      });
    }
    await signIn(page, await newPlayer("baraka", 50));
    for (const path of PRIVATE) {
      await test.step(path, async () => {
        await page.goto(path);
        await untilQuiet(page);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectSoundPage(page);
      });
    }
    expect(errors).toEqual([]);
  });
}

test("every tap target is large enough", async ({ page }) => {
  await signIn(page, await newPlayer("baraka", 100));
  for (const path of ["/dashboard", "/wallet", "/matches/find"]) {
    await page.goto(path);
    await untilQuiet(page);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("button, nav a, summary, input:not([type=radio])")]
        .filter((element) => element.offsetParent !== null)
        // A checkbox is tapped by its whole label.
        .filter((element) => {
          const hit = element.matches("[type=checkbox]") ? (element.closest("label") ?? element) : element;
          return hit.getBoundingClientRect().height < 44;
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(small).toEqual([]);
  }
});

test("every response has the security headers, and no script from elsewhere runs", async ({ request }) => {
  for (const [path, scripts] of [
    ["/", "script-src 'self'"],
    ["/wallet", "script-src 'self'"],
    ["/sw.js", "script-src 'self'"],
    // The API answers no page, so nothing may be loaded at all.
    ["/api/v1/users/me", "default-src 'none'"],
  ] as const) {
    const headers = (await request.get(path)).headers();
    expect(headers["content-security-policy"], path).toContain(scripts);
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
});

test("the callback forwarder forwards only callbacks", async ({ request }) => {
  expect((await request.post("/api/webhook?path=/api/v1/users/me", { data: {} })).status()).toBe(404);
  expect((await request.get("/api/webhook?path=/hooks/d/aaaaaaaaaaaaaaaaaaaaaaaa/stk")).status()).toBe(405);
});
