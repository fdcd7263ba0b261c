import { expect, test } from "vitest";
import { lessLabel, refusalOf } from "@/lib/api/refusals";
import { aQuote } from "@/tests/support/fixtures";
import type { ProblemCode } from "@/types/api";

const refused = (code: ProblemCode, changes = {}) =>
  aQuote({ allowed: false, refusal: { code, message: "Why not.", next_step: "What then." }, ...changes });

test("an allowed payment has no refusal", () => {
  expect(refusalOf(aQuote(), 1000)).toBeNull();
});

test("paused, cooling off and not verified: the refusal replaces the form and offers an action", () => {
  const codes = ["withdrawals_paused", "deposits_paused", "withdrawal_cooling_off", "phone_not_verified"] as const;
  for (const code of codes) {
    const refusal = refusalOf(refused(code), 1000);
    expect(refusal?.blocksForm, code).toBe(true);
    expect(refusal?.next.length, code).toBeGreaterThan(0);
    expect(refusal).toMatchObject({ text: "Why not.", nextStep: "What then." });
  }
});

test("over the day's limit, what is left of it is one tap away", () => {
  const refusal = refusalOf(refused("daily_limit_reached", { amount: "500.00", left_today: "240.00" }), 1000);
  expect(refusal).toMatchObject({ blocksForm: false, next: ["less"], amount: 240 });
});

test("with nothing left for today there is no amount to choose", () => {
  const refusal = refusalOf(refused("daily_limit_reached", { left_today: "4.00" }), 1000);
  expect(refusal).toMatchObject({ blocksForm: true, next: ["close"], title: "You have reached today’s limit" });
});

test("more than the wallet has: all of it instead, in whole shillings", () => {
  const refusal = refusalOf(refused("insufficient_balance", { amount: "5000.00" }), 1240);
  expect(refusal).toMatchObject({ amount: 1240, next: ["less"] });
});

test("too little leads to the smallest amount, too much to the largest", () => {
  expect(refusalOf(refused("amount_not_allowed", { amount: "5.00" }), 1240)?.amount).toBe(10);
  const large = refused("amount_not_allowed", { amount: "200000.00", left_today: "300000.00" });
  expect(refusalOf(large, 400_000)?.amount).toBe(150_000);
});

test("less than the smallest withdrawal in the wallet: no amount is offered that would fail too", () => {
  expect(refusalOf(refused("amount_not_allowed", { amount: "5.00" }), 7)).toMatchObject({ next: ["again"] });
});

test("a full wallet leads to a withdrawal", () => {
  expect(refusalOf(refused("wallet_full", { kind: "deposit" }), Infinity)?.next).toEqual(["withdraw"]);
});

test("an unknown refusal keeps the API's text and offers an action", () => {
  const refusal = refusalOf(refused("brand_new" as ProblemCode), 1000);
  expect(refusal).toMatchObject({ title: "Not possible right now", text: "Why not.", next: ["again"] });
});

test("the button says what it does", () => {
  expect(lessLabel("withdrawal", 1240)).toBe("Withdraw KES\u00a01,240 instead");
});
