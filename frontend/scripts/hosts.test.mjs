// @vitest-environment node
/** What Vercel and Netlify send is what our own web process sends. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { securityHeaders } from "./security-headers.mjs";

const read = (name) => readFileSync(path.resolve(import.meta.dirname, "..", name), "utf8");
const asObject = (headers) => Object.fromEntries(headers.map(({ key, value }) => [key, value]));

test("Vercel sends our security headers, and lets brackets be framed", () => {
  const { headers } = JSON.parse(read("vercel.json"));
  const of = (source) => asObject(headers.find((rule) => rule.source === source).headers);

  expect(of("/((?!embed/tournaments/).*)")).toEqual(securityHeaders("/wallet"));
  expect(of("/embed/tournaments/(.*)")).toEqual(securityHeaders("/embed/tournaments/7"));
});

test("Netlify sends our security headers", () => {
  const text = read("netlify.toml");
  for (const [name, value] of Object.entries(securityHeaders("/wallet"))) {
    const quote = value.includes('"') ? "'" : '"';
    expect(text).toContain(`${name} = ${quote}${value}${quote}`);
  }
});
