/** The statement's filters and labels in English and Swahili, its days, and the name of its file. */
import { nairobiDay } from "@/lib/format/time";
import type { Language, MovementKind, MovementType } from "@/types/transaction";

export type KindFilter = MovementKind | "all";
export const PERIODS = ["all", "today", "week", "month", "days"] as const;
export type Period = (typeof PERIODS)[number];
export type Filters = { kind: KindFilter; period: Period; from: string; to: string };
export const EVERYTHING: Filters = { kind: "all", period: "all", from: "", to: "" };

type Both = Record<Language, string>;

export const KIND_NAME: Record<KindFilter, Both> = {
  all: { en: "All", sw: "Zote" },
  deposit: { en: "Deposits", sw: "Kuweka" },
  withdrawal: { en: "Withdrawals", sw: "Kutoa" },
  stake: { en: "Stakes, entry fees", sw: "Madau, ada" },
  prize: { en: "Prizes", sw: "Ushindi" },
  refund: { en: "Refunds", sw: "Marejesho" },
  other: { en: "Other", sw: "Nyingine" },
};

export const PERIOD_NAME: Record<Period, Both> = {
  all: { en: "Any time", sw: "Wakati wowote" },
  today: { en: "Today", sw: "Leo" },
  week: { en: "Last 7 days", sw: "Siku 7 zilizopita" },
  month: { en: "Last 30 days", sw: "Siku 30 zilizopita" },
  days: { en: "Choose days", sw: "Chagua siku" },
};

/** The name of each type of movement; a new type does not compile without one. */
export const MOVEMENT_NAME: Record<MovementType, Both> = {
  deposit: { en: "Deposit from M-Pesa", sw: "Pesa kutoka M-Pesa" },
  paybill_deposit: { en: "Deposit by paybill", sw: "Pesa kwa paybill" },
  suspense_claim: { en: "Payment found for you", sw: "Malipo yako yamepatikana" },
  wager_hold: { en: "Stake locked", sw: "Dau limefungwa" },
  wager_release: { en: "Stake returned", sw: "Dau limerudi" },
  wager_refund: { en: "Stake returned", sw: "Dau limerudi" },
  wager_win: { en: "Match won", sw: "Umeshinda mechi" },
  wager_split: { en: "Pot shared", sw: "Dau zimegawanywa" },
  wager_overturn: { en: "Result changed", sw: "Matokeo yamebadilika" },
  tournament_entry: { en: "Entry fee", sw: "Ada ya mashindano" },
  tournament_refund: { en: "Entry fee returned", sw: "Ada imerudi" },
  tournament_prizes: { en: "Tournament prize", sw: "Zawadi ya mashindano" },
  prize_clawback: { en: "Prize taken back", sw: "Zawadi imechukuliwa" },
  prize_collection: { en: "Prize debt repaid", sw: "Deni la zawadi limelipwa" },
  prize_upgrade: { en: "Higher prize", sw: "Nyongeza ya zawadi" },
  prize_advance: { en: "Higher prize", sw: "Nyongeza ya zawadi" },
  withdrawal_hold: { en: "Withdrawal", sw: "Kutoa pesa" },
  withdrawal: { en: "Change of a withdrawal", sw: "Chenji" },
  withdrawal_release: { en: "Withdrawal returned", sw: "Pesa imerudi" },
  withdrawal_late: { en: "Withdrawal paid late", sw: "Pesa imetoka baadaye" },
  refund_hold: { en: "Going back to M-Pesa", sw: "Kurudishwa M-Pesa" },
  refund: { en: "Sent back to M-Pesa", sw: "Imerudishwa M-Pesa" },
  refund_release: { en: "Could not be sent back", sw: "Haikuweza kurudishwa" },
  deposit_reversed: { en: "Taken back by M-Pesa", sw: "Imechukuliwa na M-Pesa" },
  receivable_repaid: { en: "Debt repaid", sw: "Deni limelipwa" },
  wallet_adjustment: { en: "Correction by us", sw: "Marekebisho yetu" },
};

/** The labels around a movement's figures. */
export const LABELS: Record<"balance" | "before" | "moved" | "after" | "legs" | "pending" | "awaitsCode", Both> = {
  balance: { en: "Balance", sw: "Salio" },
  before: { en: "Balance before", sw: "Salio kabla" },
  moved: { en: "This transaction", sw: "Muamala huu" },
  after: { en: "Balance after", sw: "Salio baada" },
  pending: { en: "on its way", sw: "ziko njiani" },
  awaitsCode: { en: "waits for your code", sw: "zinasubiri nambari yako" },
  legs: { en: "Where the money went", sw: "Pesa zilikoenda" },
};

const DAY = 86_400_000;

/** The days that a filter covers, in Nairobi, first and last included; nothing when it covers all. */
export function daysOf({ period, from, to }: Filters, now = Date.now()): { from?: string; to?: string } {
  const back = (days: number) => nairobiDay(now - days * DAY);
  switch (period) {
    case "all":
      return {};
    case "today":
      return { from: back(0), to: back(0) };
    case "week":
      return { from: back(6), to: back(0) };
    case "month":
      return { from: back(29), to: back(0) };
    case "days": {
      // While a year is being typed the input reports 0002, then 0020.
      const [one, other] = [from, to].map((date) => (date >= "2000" ? date : ""));
      const [first, last] = one && other && one > other ? [other, one] : [one, other];
      return { ...(first && { from: first }), ...(last && { to: last }) };
    }
  }
}

/** The query parameters for these filters. */
export function statementQuery(filters: Filters, lang: Language, now = Date.now()) {
  return { lang, ...(filters.kind !== "all" && { kind: filters.kind }), ...daysOf(filters, now) };
}

export const isFiltered = ({ kind, period, from, to }: Filters): boolean =>
  kind !== "all" || (period === "days" ? from !== "" || to !== "" : period !== "all");

export type FileKind = "csv" | "pdf";
