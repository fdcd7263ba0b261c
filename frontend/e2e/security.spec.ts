// Rows of docs/security.md: S26, S42, S43.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { collectErrors } from "./helpers";
import { newPlayer, PASSWORD } from "./support/api";

/** Another site: a page at an origin of its own, whose body is `html`. */
async function anotherSite(html: string): Promise<{ url: string; close: () => void }> {
  const server = http.createServer((_, res) => res.writeHead(200, { "Content-Type": "text/html" }).end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const ELSEWHERE = ["//evil.example", "/\\evil.example", "/\t/evil.example", "/.//evil.example", "https://evil.example"];

test("a link to our login leads nowhere else", async ({ page, baseURL }) => {
  const player = await newPlayer("otieno", 0);
  const asked: string[] = [];
  await page.route(
    (url) => url.hostname === "evil.example",
    (route) => {
      asked.push(route.request().url());
      return route.abort();
    },
  );
  await page.goto(`/auth/login?next=${encodeURIComponent(ELSEWHERE[0] ?? "")}`);
  await page.getByLabel("Username, phone or e-mail").fill(player);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL("**/dashboard");
  // Signed in already, both pages lead on at once.
  for (const entrance of ["login", "register"])
    for (const next of ELSEWHERE) {
      await page.goto(`/auth/${entrance}?next=${encodeURIComponent(next)}`);
      await page.waitForURL("**/dashboard");
    }
  await page.goto(`/auth/login?next=${encodeURIComponent("/wallet")}`);
  await page.waitForURL("**/wallet");
  expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? "").origin);
  expect(asked).toEqual([]);
});

test("another site's page can neither sign a player in nor out", async ({ page, baseURL }) => {
  const player = await newPlayer("wanjala", 0);
  const form = (path: string) =>
    `<form method="post" action="${baseURL}/api/v1/auth/${path}">
       <input name="username" value="${player}"><input name="password" value="${PASSWORD}">
     </form><script>document.forms[0].submit()</script>`;
  for (const path of ["login", "refresh", "logout"]) {
    const site = await anotherSite(form(path));
    try {
      const answer = page.waitForResponse((response) => response.url().endsWith(`/auth/${path}`));
      await page.goto(site.url);
      expect((await answer).status()).toBe(403);
      expect(await page.context().cookies()).toEqual([]);
    } finally {
      site.close();
    }
  }
});

test("no page of ours shows itself in a frame of another site", async ({ page, baseURL }) => {
  const frames = ["/", "/auth/login", "/wallet", "/api/v1/leaderboard"];
  const site = await anotherSite(frames.map((path) => `<iframe src="${baseURL}${path}"></iframe>`).join(""));
  try {
    await page.goto(site.url);
    await expect(page.locator("iframe")).toHaveCount(frames.length);
    for (const frame of page.frames().slice(1)) {
      await expect.poll(() => frame.url()).toMatch(/^chrome-error:/);
    }
  } finally {
    site.close();
  }
});

test("every answer of the web process carries its headers", async ({ request }) => {
  for (const path of ["/", "/sw.js", "/manifest.json", "/nothing", "/wallet/", "/_next/nothing", "/api/v1/users/me"]) {
    const headers = (await request.get(path, { maxRedirects: 0 })).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["cross-origin-resource-policy"], path).toBe("same-origin");
    expect(headers["referrer-policy"], path).toBeTruthy();
    expect(headers.location ?? "/", path).toMatch(/^\/(?!\/)/);
  }
});

test("a script that somebody smuggles into a page does not run and is reported", async ({ page, request }) => {
  await page.goto("/leaderboard");
  const stopped = await page.evaluate(
    () =>
      new Promise<{ directive: string; policy: string; ran: boolean }>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) =>
          resolve({
            directive: event.effectiveDirective,
            policy: event.originalPolicy,
            ran: document.body.dataset.smuggled === "yes",
          }),
        );
        const script = document.createElement("script");
        script.textContent = "document.body.dataset.smuggled = 'yes'";
        document.body.append(script);
      }),
  );
  expect(stopped.directive).toBe("script-src-elem");
  expect(stopped.ran).toBe(false);
  expect(stopped.policy).toContain("report-uri /api/v1/csp-reports; report-to csp");
  const headers = (await request.get("/leaderboard")).headers();
  expect(headers["reporting-endpoints"]).toBe('csp="/api/v1/csp-reports"');
  // What a browser sends there by itself.
  const report = { "csp-report": { "effective-directive": stopped.directive, "blocked-uri": "inline" } };
  const answer = await request.post("/api/v1/csp-reports", {
    data: JSON.stringify(report),
    headers: { "Content-Type": "application/csp-report" },
  });
  expect(answer.status()).toBe(204);
});

test("our own pages work under these headers", async ({ page }) => {
  const errors = collectErrors(page);
  await page.goto("/leaderboard");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(errors).toEqual([]);
});
