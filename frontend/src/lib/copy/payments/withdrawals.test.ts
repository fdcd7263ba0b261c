import { expect, test } from "vitest";
import {
  canCancel,
  firstAmount,
  waitCopy,
  currentStep,
  WITHDRAWAL_STEP,
  withdrawalCopy,
} from "@/lib/copy/payments/withdrawals";
import { aWithdrawal } from "@/tests/support/fixtures";
import type { WithdrawalState } from "@/types/transaction";

const STATES = Object.keys(WITHDRAWAL_STEP) as WithdrawalState[];
const failure = { code: "declined", message: "M-Pesa said no.", next_step: "Try tomorrow." } as const;

test("every state has a text of its own, without internal names", () => {
  const texts = STATES.map((state) => withdrawalCopy(aWithdrawal({ state, failure })));
  expect(new Set(texts.map(({ title }) => title)).size).toBe(STATES.length);
  for (const { title, text } of texts) {
    expect(text.length).toBeGreaterThan(10);
    expect(`${title} ${text}`).not.toMatch(/B2C|callback|_|ledger|undefined|unknown|transaction status/i);
  }
});

test("a withdrawal without an answer says first that the money is safe", () => {
  for (const state of ["unknown", "review"] as const) {
    const { title, text } = withdrawalCopy(aWithdrawal({ state }));
    expect(title).toMatch(/^Your money is safe/);
    expect(text).toMatch(/^What the API says\. It either arrives on your phone or comes back to your wallet/);
  }
});

test("while it waits, the API's own reason is shown", () => {
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

test("money that was never sent is distinguished from money that came back", () => {
  const sent_at = "2026-11-22T16:00:00Z";
  expect(withdrawalCopy(aWithdrawal({ state: "released" })).title).toBe("Nothing was sent");
  expect(withdrawalCopy(aWithdrawal({ state: "released", sent_at })).title).toMatch(/did not go through/);
});

test("a withdrawal can be cancelled until it is sent to M-Pesa, and never after", () => {
  expect(STATES.filter((state) => canCancel(aWithdrawal({ state })))).toEqual(["awaiting_code", "held"]);
});

test("a released withdrawal stops at the step that it had reached", () => {
  expect(currentStep(aWithdrawal({ state: "released", sent_at: null }))).toBe(1);
  expect(currentStep(aWithdrawal({ state: "released", sent_at: "2026-11-22T16:00:00Z" }))).toBe(2);
});

test("the first amount offered is one that the wallet can pay", () => {
  expect(firstAmount("1240.50")).toBe(500);
  expect(firstAmount("180.75")).toBe(180);
  expect(firstAmount("0.00")).toBe(0);
});
