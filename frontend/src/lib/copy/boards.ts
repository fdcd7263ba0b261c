/** Texts of the leaderboards: what each counts, over which period, and why a player is not ranked. */
import { kes } from "@/lib/format/money";
import type { Board, Period, WhyNot } from "@/types/user";

export const BOARDS: readonly (readonly [Board, string])[] = [
  ["rating", "Rating"],
  ["winnings", "Winnings"],
  ["streak", "Streak"],
];

export const PERIODS: readonly (readonly [Period, string])[] = [
  ["week", "This week"],
  ["month", "This month"],
  ["all", "All time"],
];

export const EXPLAINED: Record<Board, string> = {
  rating: "Points for skill. Beating stronger players brings more of them.",
  winnings: "Prizes won, less stakes lost. Of wins against the same player, the first in a week counts.",
  streak: "Most wins in a row, each over somebody else than in the week before.",
};

/** Why a player is not ranked, and what would change that. */
export const WHY_NOT: Record<WhyNot, string> = {
  not_played: "You have not finished a match in this time. Your first one counts.",
  too_few_matches: "We do not know your level well enough yet. A few more matches, and you are ranked.",
  nothing_won: "You are ranked here once you have won more than you lost.",
  on_hold: "We are looking at your account first. Until then it is on no board.",
  soon: "You are ranked with the next update, in a moment.",
};

export const EMPTY_BOARD: Record<Period, string> = {
  week: "Nobody is ranked this week yet. The week began on Monday.",
  month: "Nobody is ranked this month yet.",
  all: "Nobody is ranked yet.",
};

/** "1162.00" → "1,162", "KES 1,162" or "4 wins", as the board has it. */
export function worth(board: Board, value: string): string {
  if (board === "winnings") return kes(value);
  const count = Math.round(Number(value));
  if (board === "streak") return count === 1 ? "1 win" : `${count} wins`;
  return count.toLocaleString("en-KE");
}
