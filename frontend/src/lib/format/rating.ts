/** Ratings as texts: the figure, its uncertainty, and the change by a match. */
import type { RatingChange } from "@/types/match";
import type { PublicStats } from "@/types/user";

/** "1,012" */
export const ratingFigure = (stats: Pick<PublicStats, "current_rank">): string =>
  stats.current_rank.toLocaleString("en-KE");

/** What the rating means for its player; `who` is "Your" or "Their". */
export function ratingSentence(
  stats: Pick<PublicStats, "current_rank" | "deviation" | "provisional">,
  who: "Your" | "Their" = "Your",
): string {
  // Two deviations either way hold the true level nineteen times out of twenty.
  const low = Math.max(0, stats.current_rank - 2 * stats.deviation).toLocaleString("en-KE");
  const high = (stats.current_rank + 2 * stats.deviation).toLocaleString("en-KE");
  return stats.provisional
    ? `A first estimate, so it moves a lot. ${who} true level is probably between ${low} and ${high}. Each match makes us more certain.`
    : `${who} true level is probably between ${low} and ${high}. Beating stronger players brings more points.`;
}

/** "+14", "−9" or "±0". */
export const signed = (points: number): string =>
  points > 0 ? `+${points}` : points < 0 ? `−${Math.abs(points)}` : "±0";

/** "Your rating went from 1,000 to 1,014 (+14).", for screen readers. */
export const changeSentence = ({ before, after, change, provisional }: RatingChange): string =>
  `Your rating went from ${before.toLocaleString("en-KE")} to ${after.toLocaleString("en-KE")} (${signed(change)}).${
    provisional ? " It is still a first estimate, so it moves a lot." : ""
  }`;
