/** Sentences about limits and breaks. */
import { kes } from "@/lib/format/money";
import { hour } from "@/lib/format/time";
import type { Limit } from "@/types/protection";

const fullDay = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Africa/Nairobi",
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** "3 June 2027, 18:40", for what may lie far ahead. */
export const fullMoment = (iso: string): string => `${fullDay.format(new Date(iso))}, ${hour(iso)}`;

export const PERIOD: Record<Limit["hours"], string> = { 24: "24 hours", 168: "7 days", 720: "30 days" };

export const KIND: Record<Limit["kind"], { title: string; verb: string; says: string }> = {
  deposit: {
    title: "Deposits",
    verb: "deposit",
    says: "How much you can pay in. Prompts that failed do not count.",
  },
  stake: {
    title: "Stakes",
    verb: "stake",
    says: "How much you can stake on matches and tournaments. What came back unplayed does not count.",
  },
  loss: {
    title: "Losses",
    verb: "lose",
    says: "How much more you can lose than win. What is at stake now counts as lost.",
  },
  time: {
    title: "Time",
    verb: "play",
    says: "How long you can play, in minutes. What counts is the time in which you have the app open.",
  },
};

export const HOURS = [
  ["24", "24 hours"],
  ["72", "3 days"],
  ["168", "7 days"],
  ["336", "14 days"],
  ["720", "30 days"],
  ["1008", "42 days"],
] as const;

export const MONTHS = [
  ["6", "6 months"],
  ["12", "1 year"],
  ["24", "2 years"],
  ["36", "3 years"],
  ["60", "5 years"],
] as const;

/** What a limit is counted in: money, or minutes. */
export const measure = (kind: Limit["kind"], amount: string): string =>
  kind === "time" ? minutesText(Number(amount)) : kes(amount);

/** "2 hours 5 minutes" */
export function minutesText(all: number): string {
  const whole = Math.floor(all);
  const hours = Math.floor(whole / 60);
  const minutes = whole % 60;
  const parts = [
    hours ? `${hours} ${hours === 1 ? "hour" : "hours"}` : "",
    minutes || !hours ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : "",
  ];
  return parts.filter(Boolean).join(" ");
}
