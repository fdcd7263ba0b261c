import { expect, test } from "vitest";
import { sentenceFor, NO_CONNECTION, PROBLEM_SENTENCE } from "@/lib/api/problems";

const base = { type: "about:blank", title: "", status: 429, detail: "detail", request_id: "r" };

test("a refusal is told in our sentence for its code", () => {
  expect(sentenceFor({ ...base, status: 409, code: "insufficient_balance" })).toBe(
    PROBLEM_SENTENCE.insufficient_balance,
  );
});

test("a refusal that a newer server invents is told in the server's own words", () => {
  expect(sentenceFor({ ...base, code: "brand_new" })).toBe("detail");
});

test("too many tries says how long to wait", () => {
  expect(sentenceFor({ ...base, code: "too_many_requests", retry_after: 40 })).toBe(
    "Too many tries. Try again in 40 seconds.",
  );
  expect(sentenceFor({ ...base, code: "too_many_requests", retry_after: 600 })).toBe(
    "Too many tries. Try again in 10 minutes.",
  );
});

test("no network is not the player's fault, and is told as what it is", () => {
  expect(sentenceFor(new TypeError("Failed to fetch"))).toBe(NO_CONNECTION);
});

test("no sentence blames, shouts or speaks in codes", () => {
  for (const sentence of Object.values(PROBLEM_SENTENCE)) {
    expect(sentence).toMatch(/[.?]$/);
    expect(sentence).not.toMatch(/error|invalid|!|_|HTTP/i);
  }
});
