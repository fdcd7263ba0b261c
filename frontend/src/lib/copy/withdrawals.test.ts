import { expect, test } from "vitest";
import { canCancel, firstAmount, waitCopy, currentStep, WITHDRAWAL_STEP, withdrawalCopy } from "@/lib/copy/withdrawals";
import { aWithdrawal } from "@/tests/support/fixtures";
import type { WithdrawalState } from "@/types/transaction";

const STATES = Object.keys(WITHDRAWAL_STEP) as WithdrawalState[];
const failure = { code: "x", message: "M-Pesa said no.", next_step: "Try tomorrow." };

test("every state tells the player something of its own, without our names for it", () => {
  const told = STATES.map((state) => withdrawalCopy(aWithdrawal({ state, failure })));
  expect(new Set(told.map(({ title }) => title)).size).toBe(STATES.length);
  for (const { title, text } of told) {
    expect(text.length).toBeGreaterThan(10);
    expect(`${title} ${text}`).not.toMatch(/B2C|callback|_|ledger|undefined|unknown|transaction status/i);
  }
});

test("whoever waits without an answer hears first that the money is safe", () => {
  for (const state of ["unknown", "review"] as const) {
    const { title, text } = withdrawalCopy(aWithdrawal({ state }));
    expect(title).toMatch(/^Your money is safe/);
    expect(text).toMatch(/^What the API says\. It either arrives on your phone or comes back to your wallet/);
  }
});

test("while it waits, the API's own reason is told", () => {
  for (const state of ["held", "sending", "sent"] as const)
    expect(withdrawalCopy(aWithdrawal({ state })).text).toMatch(/^What the API says\./);
});

test("every wait is explained, and a long one differently from a short one", () => {
  for (const state of ["held", "sending", "sent", "unknown", "review"] as const) {
    expect(waitCopy(aWithdrawal({ state }), false), state).toMatch(/\.$/);
    expect(waitCopy(aWithdrawal({ state }), true), state).toMatch(/\.$/);
  }
  expect(waitCopy(aWithdrawal({ state: "sent" }), true)).toMatch(/longer than usual/);
  expect(waitCopy(aWithdrawal({ state: "paid" }), false)).toBeNull();
});

test("money that never left is told apart from money that came back", () => {
  const sent_at = "2026-11-22T16:00:00Z";
  expect(withdrawalCopy(aWithdrawal({ state: "released" })).title).toBe("Nothing was sent");
  expect(withdrawalCopy(aWithdrawal({ state: "released", sent_at })).title).toMatch(/did not go through/);
});

test("a withdrawal can be cancelled until it is handed to M-Pesa, and never after", () => {
  expect(STATES.filter((state) => canCancel(aWithdrawal({ state })))).toEqual(["awaiting_code", "held"]);
});

test("money that came back stops at the station where it turned", () => {
  expect(currentStep(aWithdrawal({ state: "released", sent_at: null }))).toBe(1);
  expect(currentStep(aWithdrawal({ state: "released", sent_at: "2026-11-22T16:00:00Z" }))).toBe(2);
});

test("the first amount offered is one that the wallet can pay", () => {
  expect(firstAmount("1240.50")).toBe(500);
  expect(firstAmount("180.75")).toBe(180);
  expect(firstAmount("0.00")).toBe(0);
});
