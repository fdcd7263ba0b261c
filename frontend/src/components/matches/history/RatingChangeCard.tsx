/** What a match did to the player's rating: before, after, and the difference. */
import { changeSentence, signed } from "@/lib/format/rating";
import type { Match } from "@/types/match";
import { cx } from "@/lib/utils";

export function RatingChangeCard({ match }: { match: Match }) {
  const change = match.rating_change;
  if (!change) {
    // A void match is not rated; any other is rated a moment after its end.
    return match.result === "void" || match.result === null ? null : (
      <p className="text-sm text-muted">Your rating is being updated. Check again in a moment.</p>
    );
  }
  return (
    <section
      aria-label="Your rating"
      className="rounded-lg border border-line bg-raised px-5 py-4"
      data-testid="rating"
    >
      <p className="sr-only">{changeSentence(change)}</p>
      <div aria-hidden className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-sm text-soft">Your rating</span>
        <span className="figures">
          <span className="text-muted">{change.before.toLocaleString("en-KE")} → </span>
          <span className="display text-lg">{change.after.toLocaleString("en-KE")}</span>
          <span
            className={cx(
              "ml-2 font-bold",
              change.change > 0 ? "text-win-text" : change.change < 0 ? "text-danger-text" : "text-muted",
            )}
          >
            {signed(change.change)}
          </span>
        </span>
      </div>
      {change.provisional ? (
        <p aria-hidden className="mt-1 text-xs text-muted">
          Still a first estimate, so it moves a lot.
        </p>
      ) : null}
    </section>
  );
}
