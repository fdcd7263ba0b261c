/**
 * Answers every request of a page instead of the API, so that a test can show any state of any page
 * with any name and text. No backend is needed, only the web process.
 */
import type { Page, Route } from "@playwright/test";
import { ANSWERS } from "./support/answers";
import type { Scene } from "./support/scene";

export { aScene, type Scene } from "./support/scene";

const patternOf = (key: string) => new RegExp(`^${key.replaceAll("*", "[^/]+")}$`);
const PATTERNS = Object.keys(ANSWERS)
  // A path without a wildcard is the better fit.
  .sort((one, other) => one.split("*").length - other.split("*").length)
  .map((key) => [patternOf(key), key] as const);

/** Shows `scene` on every page that this tab opens from now on; returns the function that changes it. */
export async function play(page: Page, scene: Scene): Promise<(changes: Partial<Scene>) => void> {
  let now = scene;
  const answer = async (route: Route) => {
    const request = route.request();
    const asked = `${request.method()} ${new URL(request.url()).pathname.replace("/api/v1", "")}`;
    const key = PATTERNS.find(([pattern]) => pattern.test(asked))?.[1];
    const body = asked in now.more ? now.more[asked] : key ? ANSWERS[key]?.(now) : undefined;
    if (body !== undefined) return route.fulfill({ json: body });
    return route.fulfill({
      status: 404,
      contentType: "application/problem+json",
      json: { type: "about:blank", title: "", status: 404, detail: "", code: "not_found", request_id: "r" },
    });
  };
  await page.route("**/api/v1/**", answer);
  await page.addInitScript(() => {
    localStorage.setItem("ww.signed-in", "1");
  });
  return (changes) => {
    now = { ...now, ...changes };
  };
}
