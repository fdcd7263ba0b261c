/** The refusal in a quote as the screen shows it: heading, text, and what the player can do next. */
import type { ProblemCode } from "@/types/api";
import type { PaymentKind, Quote, Refusal } from "@/types/transaction";
import { kes } from "@/lib/format/money";

/** What the player can do after a refusal; at least one action, and never a bet: money that cannot leave is no reason to stake it. */
export type NextAction = "again" | "less" | "withdraw" | "deposit" | "verify" | "close";
export type PaymentRefusal = {
  title: string;
  text: string;
  nextStep: string;
  /** No amount would help, so the refusal is shown instead of the form. */
  blocksForm: boolean;
  next: readonly NextAction[];
  /** With `less`: the amount (KES) that would go through. */
  amount?: number;
};

const TITLE: Partial<Record<ProblemCode, string>> = {
  withdrawals_paused: "Withdrawals are paused",
  deposits_paused: "Deposits are paused",
  withdrawal_cooling_off: "Withdrawals wait for three days",
  withdrawal_new_device: "This device is new",
  daily_limit_reached: "That is more than today allows",
  wallet_full: "Your wallet would be too full",
  money_owed: "Money was taken back",
  insufficient_balance: "That is more than you have",
  amount_not_allowed: "Another amount, please",
  phone_not_verified: "Confirm your phone first",
  deposit_still_open: "A prompt is already open",
  account_suspended: "Your account is suspended",
};

const BLOCKS_FORM: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  "withdrawals_paused",
  "deposits_paused",
  "withdrawal_cooling_off",
  "withdrawal_new_device",
  "money_owed",
  "phone_not_verified",
  "account_suspended",
]);

const NEXT_ACTIONS: Partial<Record<ProblemCode, Record<PaymentKind, readonly NextAction[]>>> = {
  withdrawals_paused: { withdrawal: ["again", "close"], deposit: ["again"] },
  deposits_paused: { deposit: ["again", "close"], withdrawal: ["again"] },
  withdrawal_cooling_off: { withdrawal: ["close"], deposit: ["close"] },
  withdrawal_new_device: { withdrawal: ["close"], deposit: ["close"] },
  money_owed: { withdrawal: ["deposit", "close"], deposit: ["close"] },
  wallet_full: { deposit: ["withdraw"], withdrawal: ["close"] },
  insufficient_balance: { withdrawal: ["less"], deposit: ["less"] },
  phone_not_verified: { withdrawal: ["verify"], deposit: ["verify"] },
};

/** The refusal of a quote, or null if it is allowed; `most` is what the wallet could pay (KES). */
export function refusalOf(quote: Quote, most: number): PaymentRefusal | null {
  const { refusal, kind } = quote;
  if (quote.allowed || !refusal) return null;
  const left = Math.floor(Number(quote.left_today));
  const spent = refusal.code === "daily_limit_reached" && left < Number(quote.minimum);
  const amount = suggestion(quote, refusal, most);
  const next = spent
    ? (["close"] as const)
    : (NEXT_ACTIONS[refusal.code]?.[kind] ?? (amount === undefined ? (["again"] as const) : (["less"] as const)));
  return {
    title: spent ? "You have reached today’s limit" : (TITLE[refusal.code] ?? "Not possible right now"),
    text: refusal.message,
    nextStep: refusal.next_step,
    blocksForm: spent || BLOCKS_FORM.has(refusal.code),
    next: amount === undefined ? next.filter((action) => action !== "less") : next,
    ...(amount !== undefined && { amount }),
  };
}

/** The nearest amount that can be withdrawn, in whole KES; undefined when there is none. No deposit is suggested. */
function suggestion(quote: Quote, { code }: Refusal, most: number): number | undefined {
  if (quote.kind === "deposit") return undefined;
  const [minimum, maximum, left] = [quote.minimum, quote.maximum, quote.left_today].map(Number) as [
    number,
    number,
    number,
  ];
  const ceiling = Math.floor(Math.min(maximum, left, most));
  if (ceiling < minimum) return undefined;
  const requested = Number(quote.amount);
  if (code === "amount_not_allowed") return requested < minimum ? minimum : Math.min(requested, ceiling);
  if (code === "daily_limit_reached" || code === "insufficient_balance") return ceiling;
  return undefined;
}

export const lessLabel = (kind: PaymentKind, amount: number): string =>
  `${kind === "deposit" ? "Deposit" : "Withdraw"} ${kes(amount)} instead`;
