/** The statement in the player's words: what kinds of movement there are, which days, and the file's name. */
import { nairobiDay } from "@/lib/time";
import type { Language, StatementKind } from "@/types/transaction";

export type KindFilter = StatementKind | "all";
export const PERIODS = ["all", "today", "week", "month", "days"] as const;
export type Period = (typeof PERIODS)[number];
export type Filters = { kind: KindFilter; period: Period; from: string; to: string };
export const EVERYTHING: Filters = { kind: "all", period: "all", from: "", to: "" };

type Both = Record<Language, string>;

export const KIND_NAME: Record<KindFilter, Both> = {
  all: { en: "All", sw: "Zote" },
  deposit: { en: "Deposits", sw: "Kuweka" },
  withdrawal: { en: "Withdrawals", sw: "Kutoa" },
  stake: { en: "Stakes", sw: "Madau" },
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

/** A movement in two or three words, and between whom the money went. */
type LineWords = { name: Both; from: Both; to: Both };
const WALLET: Both = { en: "Your wallet", sw: "Mkoba wako" };
const MPESA: Both = { en: "M-Pesa", sw: "M-Pesa" };
const LOCKED: Both = { en: "Your locked stake", sw: "Dau lililofungwa" };
const ASIDE: Both = { en: "Set aside for M-Pesa", sw: "Imetengwa kwenda M-Pesa" };

const LINES: Record<string, LineWords> = {
  deposit: { name: { en: "Deposit from M-Pesa", sw: "Pesa kutoka M-Pesa" }, from: MPESA, to: WALLET },
  paybill_deposit: { name: { en: "Deposit by paybill", sw: "Pesa kwa paybill" }, from: MPESA, to: WALLET },
  suspense_claim: {
    name: { en: "Payment found for you", sw: "Malipo yako yamepatikana" },
    from: { en: "Payments without a name", sw: "Malipo yasiyo na jina" },
    to: WALLET,
  },
  wager_hold: { name: { en: "Stake locked", sw: "Dau limefungwa" }, from: WALLET, to: LOCKED },
  wager_release: { name: { en: "Stake returned", sw: "Dau limerudi" }, from: LOCKED, to: WALLET },
  wager_refund: { name: { en: "Stake returned", sw: "Dau limerudi" }, from: LOCKED, to: WALLET },
  wager_win: {
    name: { en: "Match won", sw: "Umeshinda mechi" },
    from: { en: "The pot", sw: "Pesa ya mechi" },
    to: WALLET,
  },
  withdrawal_hold: { name: { en: "Withdrawal", sw: "Kutoa pesa" }, from: WALLET, to: ASIDE },
  withdrawal: { name: { en: "Cents left over", sw: "Senti zilizobaki" }, from: ASIDE, to: WALLET },
  withdrawal_release: { name: { en: "Withdrawal returned", sw: "Pesa imerudi" }, from: ASIDE, to: WALLET },
  withdrawal_late: { name: { en: "Withdrawal paid late", sw: "Pesa imetoka baadaye" }, from: WALLET, to: MPESA },
  refund_hold: { name: { en: "Refund to M-Pesa", sw: "Kurudishwa M-Pesa" }, from: WALLET, to: ASIDE },
  refund_release: { name: { en: "Refund returned", sw: "Marejesho yamerudi" }, from: ASIDE, to: WALLET },
  deposit_reversed: { name: { en: "Taken back by M-Pesa", sw: "M-Pesa imechukua" }, from: WALLET, to: MPESA },
  receivable_repaid: {
    name: { en: "Debt repaid", sw: "Deni limelipwa" },
    from: WALLET,
    to: { en: "What you owed", sw: "Ulichodaiwa" },
  },
};

/** Words for a type of line; null for one that is newer than this page (its sentence says it all). */
export const lineWords = (type: string): LineWords | null => LINES[type] ?? null;

/** The labels around a movement's figures. */
export const LABELS: Record<"balance" | "before" | "moved" | "after" | "parts", Both> = {
  balance: { en: "Balance", sw: "Salio" },
  before: { en: "Balance before", sw: "Salio kabla" },
  moved: { en: "This movement", sw: "Badiliko hili" },
  after: { en: "Balance after", sw: "Salio baada" },
  parts: { en: "How it was made up", sw: "Hesabu yake" },
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
      const [first, last] = from && to && from > to ? [to, from] : [from, to];
      return { ...(first && { from: first }), ...(last && { to: last }) };
    }
  }
}

/** What is asked of the API for these filters. */
export function askFor(filters: Filters, lang: Language, now = Date.now()) {
  return { lang, ...(filters.kind !== "all" && { kind: filters.kind }), ...daysOf(filters, now) };
}

export const isFiltered = ({ kind, period, from, to }: Filters): boolean =>
  kind !== "all" || (period === "days" ? from !== "" || to !== "" : period !== "all");

export type FileKind = "csv" | "pdf";

/** "wagewars-statement-2026-11-22.pdf": the day on which it was made. */
export const fileName = (kind: FileKind, now = Date.now()): string => `wagewars-statement-${nairobiDay(now)}.${kind}`;
