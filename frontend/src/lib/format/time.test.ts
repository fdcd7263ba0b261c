import { expect, test } from "vitest";
import { duration, day, moment, roughly } from "@/lib/format/time";

test("a duration is shown in minutes and seconds", () => {
  expect(duration(0)).toBe("0:00");
  expect(duration(75)).toBe("1:15");
  expect(duration(3700)).toBe("1:01:40");
  expect(duration(-3)).toBe("0:00");
});

test("an expected wait is rounded, because it is an estimate", () => {
  expect(roughly(4)).toBe("a few seconds");
  expect(roughly(42)).toBe("about 40 seconds");
  expect(roughly(61)).toBe("about a minute");
  expect(roughly(170)).toBe("about 3 minutes");
});

test("days are Nairobi's, wherever the phone thinks it is", () => {
  const now = Date.parse("2026-11-22T22:30:00Z"); // 01:30 on the 23rd in Nairobi
  expect(moment("2026-11-22T21:05:00Z", now)).toBe("Today, 00:05");
  expect(moment("2026-11-22T20:05:00Z", now)).toBe("Yesterday, 23:05");
  expect(day("2026-11-22T21:05:00Z", now)).toBe("Today");
});
