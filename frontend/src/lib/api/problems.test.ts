import { beforeAll, expect, test, vi } from "vitest";
import { loadSentences, NO_CONNECTION, sentenceFor } from "@/lib/api/problem";
import { PROBLEM_SENTENCE } from "@/lib/api/problems";

beforeAll(loadSentences);

const base = { type: "about:blank", title: "", status: 429, detail: "detail", request_id: "r" };

test("a refusal is shown by our sentence for its code", () => {
  expect(sentenceFor({ ...base, status: 409, code: "insufficient_balance" })).toBe(
    PROBLEM_SENTENCE.insufficient_balance,
  );
});

test("a refusal whose sentence could not be loaded is shown by the server's own text", async () => {
  vi.resetModules();
  const fresh = await import("@/lib/api/problem");
  const refusal = { ...base, code: "insufficient_balance" };
  expect(fresh.sentenceFor(refusal)).toBe("detail");
  await fresh.loadSentences();
  expect(fresh.sentenceFor(refusal)).toBe(PROBLEM_SENTENCE.insufficient_balance);
});

test("an unknown code is shown by the server's own text", () => {
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

test("a network failure has its own sentence", () => {
  expect(sentenceFor(new TypeError("Failed to fetch"))).toBe(NO_CONNECTION);
});

test("no sentence blames, shouts or speaks in codes", () => {
  for (const sentence of Object.values(PROBLEM_SENTENCE)) {
    expect(sentence).toMatch(/[.?]$/);
    expect(sentence).not.toMatch(/error|invalid|!|_|HTTP/i);
  }
});
