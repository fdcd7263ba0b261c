/** What stands in the way of a payment: its heading, whether the form still makes sense, and a way on. */
import type { ProblemCode } from "@/types/api";
import type { PaymentKind, Quote, Refusal } from "@/types/transaction";
import { kes } from "@/lib/format/money";

/** Where the player can go from a refusal; never nowhere. */
export type NextAction = "again" | "less" | "withdraw" | "deposit" | "verify" | "play" | "close";
export type Stop = {
  title: string;
  text: string;
  nextStep: string;
  /** No amount would help: the form gives way to this. */
  whole: boolean;
  ways: readonly NextAction[];
  /** With `less`: the amount (KES) that would go through. */
  amount?: number;
};

const TITLE: Partial<Record<ProblemCode, string>> = {
  withdrawals_paused: "Withdrawals are paused",
  deposits_paused: "Deposits are paused",
  withdrawal_cooling_off: "Withdrawals wait for a day",
  daily_limit_reached: "That is more than today allows",
  wallet_full: "Your wallet would be too full",
  money_owed: "Money was taken back",
  insufficient_balance: "That is more than you have",
  amount_not_allowed: "Another amount, please",
  phone_not_verified: "Confirm your phone first",
  deposit_still_open: "A prompt is already open",
  account_suspended: "Your account is suspended",
};

const WHOLE: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  "withdrawals_paused",
  "deposits_paused",
  "withdrawal_cooling_off",
  "money_owed",
  "phone_not_verified",
  "account_suspended",
]);

const WAYS: Partial<Record<ProblemCode, Record<PaymentKind, readonly NextAction[]>>> = {
  withdrawals_paused: { withdrawal: ["again", "play"], deposit: ["again"] },
  deposits_paused: { deposit: ["again", "play"], withdrawal: ["again"] },
  withdrawal_cooling_off: { withdrawal: ["play", "close"], deposit: ["close"] },
  money_owed: { withdrawal: ["deposit", "close"], deposit: ["close"] },
  wallet_full: { deposit: ["withdraw"], withdrawal: ["close"] },
  insufficient_balance: { withdrawal: ["less"], deposit: ["less"] },
  phone_not_verified: { withdrawal: ["verify"], deposit: ["verify"] },
};

/** The refusal in a quote as a screen or a note; `most` is what the wallet could pay (KES). */
export function stopOf(quote: Quote, most: number): Stop | null {
  const { refusal, kind } = quote;
  if (quote.allowed || !refusal) return null;
  const left = Math.floor(Number(quote.left_today));
  const spent = refusal.code === "daily_limit_reached" && left < Number(quote.minimum);
  const amount = suggestion(quote, refusal, most);
  const ways = spent
    ? (["close"] as const)
    : (WAYS[refusal.code]?.[kind] ?? (amount === undefined ? (["again"] as const) : (["less"] as const)));
  return {
    title: spent ? "You have reached today’s limit" : (TITLE[refusal.code] ?? "Not possible right now"),
    text: refusal.message,
    nextStep: refusal.next_step,
    whole: spent || WHOLE.has(refusal.code),
    ways: amount === undefined ? ways.filter((way) => way !== "less") : ways,
    ...(amount !== undefined && { amount }),
  };
}

/** The nearest amount that would be allowed, in whole KES; undefined when there is none. */
function suggestion(quote: Quote, { code }: Refusal, most: number): number | undefined {
  const [minimum, maximum, left] = [quote.minimum, quote.maximum, quote.left_today].map(Number) as [
    number,
    number,
    number,
  ];
  const roof = Math.floor(Math.min(maximum, left, quote.kind === "withdrawal" ? most : maximum));
  if (roof < minimum) return undefined;
  const asked = Number(quote.amount);
  if (code === "amount_not_allowed") return asked < minimum ? minimum : Math.min(asked, roof);
  if (code === "daily_limit_reached" || code === "insufficient_balance") return roof;
  return undefined;
}

export const lessLabel = (kind: PaymentKind, amount: number): string =>
  `${kind === "deposit" ? "Deposit" : "Withdraw"} ${kes(amount)} instead`;
