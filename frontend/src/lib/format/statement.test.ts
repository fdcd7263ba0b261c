import { expect, test } from "vitest";
import {
  statementQuery,
  daysOf,
  EVERYTHING,
  isFiltered,
  KIND_NAME,
  MOVEMENT_NAME,
  PERIOD_NAME,
} from "@/lib/format/statement";

// 22 Nov, 21:30 in Greenwich is already the 23rd in Nairobi.
const now = Date.parse("2026-11-22T21:30:00Z");

test("days are those of Nairobi", () => {
  expect(daysOf({ ...EVERYTHING, period: "today" }, now)).toEqual({ from: "2026-11-23", to: "2026-11-23" });
  expect(daysOf({ ...EVERYTHING, period: "week" }, now)).toEqual({ from: "2026-11-17", to: "2026-11-23" });
  expect(daysOf({ ...EVERYTHING, period: "month" }, now)).toEqual({ from: "2026-10-25", to: "2026-11-23" });
  expect(daysOf(EVERYTHING, now)).toEqual({});
});

test("chosen days may be half open, and are swapped when they are the wrong way round", () => {
  const days = (from: string, to: string) => daysOf({ ...EVERYTHING, period: "days", from, to }, now);
  expect(days("2026-11-01", "")).toEqual({ from: "2026-11-01" });
  expect(days("2026-11-20", "2026-11-01")).toEqual({ from: "2026-11-01", to: "2026-11-20" });
  expect(days("0002-11-20", "2026-11-01")).toEqual({ to: "2026-11-01" });
});

test("the query has the kind and the language, and no kind for all movements", () => {
  expect(statementQuery(EVERYTHING, "sw", now)).toEqual({ lang: "sw" });
  expect(statementQuery({ ...EVERYTHING, kind: "withdrawal" }, "en", now)).toEqual({ lang: "en", kind: "withdrawal" });
});

test("an empty list knows whether a filter is set", () => {
  expect(isFiltered(EVERYTHING)).toBe(false);
  expect(isFiltered({ ...EVERYTHING, period: "days" })).toBe(false);
  expect(isFiltered({ ...EVERYTHING, period: "days", to: "2026-11-01" })).toBe(true);
  expect(isFiltered({ ...EVERYTHING, kind: "prize" })).toBe(true);
});

test("everything has a name in both languages", () => {
  for (const names of [KIND_NAME, PERIOD_NAME, MOVEMENT_NAME])
    for (const [key, { en, sw }] of Object.entries(names)) {
      expect(en, key).toMatch(/^\S/);
      expect(sw, key).toMatch(/^\S/);
    }
});
