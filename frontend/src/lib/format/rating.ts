/** Ratings in plain words: what the number is, how sure we are of it, and what a match did to it. */
import type { RatingChange } from "@/types/match";
import type { PublicStats } from "@/types/user";

/** "1,012", and with a question mark while it is a first guess. */
export const ratingFigure = (stats: Pick<PublicStats, "current_rank" | "provisional">): string =>
  `${stats.current_rank.toLocaleString("en-KE")}${stats.provisional ? "?" : ""}`;

/** What the number means for whoever has it; `who` is "Your" or "Their". */
export function ratingSentence(
  stats: Pick<PublicStats, "current_rank" | "deviation" | "provisional">,
  who: "Your" | "Their" = "Your",
): string {
  // Two deviations either way hold the true level nineteen times out of twenty.
  const low = Math.max(0, stats.current_rank - 2 * stats.deviation).toLocaleString("en-KE");
  const high = (stats.current_rank + 2 * stats.deviation).toLocaleString("en-KE");
  return stats.provisional
    ? `A first guess, so it moves a lot. ${who} true level is probably between ${low} and ${high}. Each match makes it surer.`
    : `${who} true level is probably between ${low} and ${high}. Beating stronger players brings more points.`;
}

/** "+14", "−9" or "±0". */
export const signed = (points: number): string =>
  points > 0 ? `+${points}` : points < 0 ? `−${Math.abs(points)}` : "±0";

/** "Your rating: 1,000 → 1,014 (+14)" for those who hear it rather than see it. */
export const changeSentence = ({ before, after, change, provisional }: RatingChange): string =>
  `Your rating went from ${before.toLocaleString("en-KE")} to ${after.toLocaleString("en-KE")} (${signed(change)}).${
    provisional ? " It is still a first guess, so it moves a lot." : ""
  }`;
