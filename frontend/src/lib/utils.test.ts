import { expect, test } from "vitest";
import { safePath } from "@/lib/utils";

test.each([
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/.//evil.example",
  "/..//evil.example",
  "/./\\evil.example",
  "/%2e//evil.example",
  "/x/..//evil.example",
  "https://evil.example",
  "https:evil.example",
  "http://here.invalid/wallet",
  "javascript:alert(1)",
  "data:text/html,x",
  "//[",
])("a sign-in does not lead to %j", (next) => {
  expect(safePath(next, "/dashboard")).toBe("/dashboard");
});

test("a sign-in leads back to the page that asked for it", () => {
  for (const next of ["/wallet", "/matches/challenge/K7QF?x=1#top", "/players/amina.ke", "/wallet?to=//evil.example"]) {
    expect(safePath(next, "/dashboard")).toBe(next);
  }
  expect(safePath(undefined, "/dashboard")).toBe("/dashboard");
  expect(safePath(["/wallet", "/profile"], "/dashboard")).toBe("/dashboard");
});
