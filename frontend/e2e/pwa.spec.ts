// Rows of docs/security.md: S45.
import { expect, test } from "@playwright/test";
import { logIn } from "./helpers";

test("without a connection the app still opens, and says what is missing", async ({ page, context }) => {
  await logIn(page, "amina");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

  // The answers are kept a second after the last of them came.
  await expect.poll(() => page.evaluate(() => localStorage.getItem("ww.kept"))).not.toBeNull();

  await context.setOffline(true);
  await expect(page.getByText(/You are offline\. You see what was known today/)).toBeVisible();

  await page.reload();
  await expect(page.getByRole("link", { name: "WageWars, home" })).toBeVisible();
  await expect(page.getByText("Your money is safe")).toBeVisible();
  // The last balance is there, and the pages with a name or a number in their address open too.
  await expect(page.getByText(/As of today/)).toBeVisible();
  await expect(page.getByRole("link", { name: /^Wallet, KES/ })).toBeVisible();
  await page.goto("/players/brian");
  await expect(page.getByRole("heading", { name: "brian", level: 1 })).toBeVisible();

  // A page with an id in its address, and one that does not exist: no browser error either.
  await page.goto("/matches/12345");
  await expect(page.getByRole("link", { name: "WageWars, home" })).toBeVisible();
  await page.goto("/nowhere/at-all");
  await expect(page.getByRole("heading", { name: "No connection" })).toBeVisible();

  await context.setOffline(false);
  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { name: "Karibu, amina" })).toBeVisible();
});

test("the service worker never caches responses of the API", async ({ page }) => {
  await logIn(page, "amina");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.goto("/wallet");
  await expect(page.getByTestId("available")).toBeVisible();
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((path) => path.startsWith("/api/") || path.startsWith("/ws"))).toEqual([]);
});

test("the app can be installed", async ({ page }) => {
  await page.goto("/");
  const client = await page.context().newCDPSession(page);
  const { errors, data } = (await client.send("Page.getAppManifest")) as { errors: unknown[]; data?: string };
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? "{}") as {
    icons: { src: string; sizes: string; purpose: string }[];
    start_url: string;
  };
  expect(manifest.start_url).toContain("/dashboard");
  expect(manifest.icons.map(({ purpose }) => purpose)).toContain("maskable");
  for (const { src } of manifest.icons)
    expect((await page.request.get(src)).headers()["content-type"]).toBe("image/png");
});
