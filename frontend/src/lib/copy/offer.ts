/** Texts of the offer before a match: the chance to win, break-even after the fee, and the expected wait. */
import { kes } from "@/lib/format/money";
import { roughly } from "@/lib/format/time";
import type { ExpectedWait, Offer, Queue } from "@/types/match";

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** "45–60%", or "52%" where both ends round to the same. */
export function band({ lowest_chance: low, highest_chance: high }: Offer): string {
  const [a, b] = [Math.round(low * 100), Math.round(high * 100)];
  return a === b ? `${a}%` : `${a}–${b}%`;
}

const BASIS: Record<Offer["basis"], string> = {
  opponent: "from both your ratings",
  waiting: "from the ratings of those who wait now",
  window: "from your rating and the opponents we would look for",
};

export const chanceSource = (offer: Offer): string =>
  `Estimated ${BASIS[offer.basis]}.${offer.is_provisional ? " A rating here is still a first estimate, so this is rough." : ""}`;

/** How often a player must win for the fee to pay. */
export const breakEven = (offer: Offer): string =>
  `After our fee you gain in the long run if you win more than ${wins(offer.break_even)}.`;

/** 0.5556 → "56 of 100 such matches". */
const wins = (share: number): string => `${Math.ceil(share * 100)} of 100 such matches`;

/** What one such match brings or costs on average. */
export function onAverage(offer: Offer): string {
  const gain = Number(offer.gain);
  if (gain > 0) return `At ${percent(offer.chance)} a match like this brings ${kes(offer.gain)} on average.`;
  if (gain < 0) return `At ${percent(offer.chance)} a match like this costs ${kes(-gain)} on average.`;
  return `At ${percent(offer.chance)} a match like this brings nothing and costs nothing on average.`;
}

export const UNKNOWN_WAIT = "We don’t know yet how long it takes: too few searches like this lately.";

type Wait = Pick<ExpectedWait, "p50" | "p90">;

/** "Half find somebody within about a minute, nine of ten within about 4 minutes." */
export function waitSentence({ p50, p90 }: Wait): string {
  if (p50 === null) return "Lately most who searched for this gave up before somebody came.";
  if (p90 === null) return `Half find somebody within ${roughly(p50)}; many of the others give up.`;
  return `Half find somebody within ${roughly(p50)}, nine of ten within ${roughly(p90)}.`;
}

/** What is known of the wait in the queue; null if nothing is. */
export function queueWait({ widening }: Queue): string | null {
  return widening?.expected ? waitSentence(widening.expected) : null;
}

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  return minutes === 1 ? "one minute" : `${minutes} minutes`;
};

/** What becomes of the search of a player whose phone gives no sign of life. */
export const whenDark = ({ unpaired_after_seconds: unpaired, kept_seconds: kept }: Queue): string =>
  `With a dark phone or a closed app you can still be matched for ${span(unpaired)}; after that you meet nobody until ` +
  `you are back. We keep your place for ${span(kept)} in all.`;

/** Whether a wait is known to be shorter than another one. */
export const isShorter = (one: Wait, other: Wait | null): boolean =>
  one.p50 !== null && (other === null || other.p50 === null || one.p50 < other.p50);

/** "1 player" or "3 players". */
export const players = (count: number): string => (count === 1 ? "1 player" : `${count} players`);
