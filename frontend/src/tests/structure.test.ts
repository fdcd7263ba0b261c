// @vitest-environment node
/** Limits of the source: files per folder, effects, query keys, and the words for people. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const MOST_FILES = 16;
const MOST_EFFECTS_PER_1000_LINES = 0.7;

const files = ["src", "e2e"]
  .flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
  )
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith("schema.d.ts"));
const textOf = (name: string) => readFileSync(path.join(ROOT, name), "utf8");
const isTest = (name: string) => /\.test\.|\/tests\/|^e2e/.test(name);

test("no folder but components/ui holds more than 16 files", () => {
  const counts = new Map<string, number>();
  for (const name of files) counts.set(path.dirname(name), (counts.get(path.dirname(name)) ?? 0) + 1);
  const full = [...counts].filter(([folder, count]) => count > MOST_FILES && folder !== "src/components/ui");
  expect(full).toEqual([]);
});

test("effects are rare: at most 0.7 per 1,000 lines", () => {
  const code = files.filter((name) => !isTest(name)).map(textOf);
  const lines = code.reduce((total, text) => total + text.split("\n").length, 0);
  const effects = code.reduce(
    (total, text) => total + (text.match(/\buse(Layout|Insertion)?Effect\(/g)?.length ?? 0),
    0,
  );
  expect((1_000 * effects) / lines).toBeLessThanOrEqual(MOST_EFFECTS_PER_1000_LINES);
});

test("every query key stands in exported query options", () => {
  const inline = files.filter((name) => !isTest(name) && /use(Infinite)?Query\(\{\s*queryKey/.test(textOf(name)));
  expect(inline).toEqual([]);
});

test("players are they, in texts as in code", () => {
  const gendered = /\b(he|him|his|himself|she|hers?|herself)\b/i;
  const found = files.filter((name) => !name.endsWith("structure.test.ts") && gendered.test(textOf(name)));
  expect(found).toEqual([]);
});
