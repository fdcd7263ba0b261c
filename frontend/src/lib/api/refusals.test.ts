import { expect, test } from "vitest";
import { lessLabel, stopOf } from "@/lib/api/refusals";
import { aQuote } from "@/tests/support/fixtures";
import type { ProblemCode } from "@/types/api";

const refused = (code: ProblemCode, changes = {}) =>
  aQuote({ allowed: false, refusal: { code, message: "Why not.", next_step: "What then." }, ...changes });

test("an allowed payment is not in the way of anything", () => {
  expect(stopOf(aQuote(), 1000)).toBeNull();
});

test("paused, cooling off and not verified: the form gives way to a screen that leads on", () => {
  const codes = ["withdrawals_paused", "deposits_paused", "withdrawal_cooling_off", "phone_not_verified"] as const;
  for (const code of codes) {
    const stop = stopOf(refused(code), 1000);
    expect(stop?.whole, code).toBe(true);
    expect(stop?.ways.length, code).toBeGreaterThan(0);
    expect(stop).toMatchObject({ text: "Why not.", nextStep: "What then." });
  }
});

test("over the day's limit, what is left of it is one tap away", () => {
  const stop = stopOf(refused("daily_limit_reached", { amount: "500.00", left_today: "240.00" }), 1000);
  expect(stop).toMatchObject({ whole: false, ways: ["less"], amount: 240 });
});

test("with nothing left for today there is no amount to choose", () => {
  const stop = stopOf(refused("daily_limit_reached", { left_today: "4.00" }), 1000);
  expect(stop).toMatchObject({ whole: true, ways: ["close"], title: "You have reached today’s limit" });
});

test("more than the wallet has: all of it instead, in whole shillings", () => {
  const stop = stopOf(refused("insufficient_balance", { amount: "5000.00" }), 1240);
  expect(stop).toMatchObject({ amount: 1240, ways: ["less"] });
});

test("too little leads to the smallest amount, too much to the largest", () => {
  expect(stopOf(refused("amount_not_allowed", { amount: "5.00" }), 1240)?.amount).toBe(10);
  const large = refused("amount_not_allowed", { amount: "200000.00", left_today: "300000.00" });
  expect(stopOf(large, 400_000)?.amount).toBe(150_000);
});

test("less than the smallest withdrawal in the wallet: no amount is offered that would fail too", () => {
  expect(stopOf(refused("amount_not_allowed", { amount: "5.00" }), 7)).toMatchObject({ ways: ["again"] });
});

test("a full wallet leads to the way out", () => {
  expect(stopOf(refused("wallet_full", { kind: "deposit" }), Infinity)?.ways).toEqual(["withdraw"]);
});

test("a refusal that this page does not know keeps the API's words and a way on", () => {
  const stop = stopOf(refused("brand_new" as ProblemCode), 1000);
  expect(stop).toMatchObject({ title: "Not possible right now", text: "Why not.", ways: ["again"] });
});

test("the button says what it does", () => {
  expect(lessLabel("withdrawal", 1240)).toBe("Withdraw KES 1,240 instead");
});
