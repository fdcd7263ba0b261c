/** A player's record in figures, with the rating explained. */
import type { ReactNode } from "react";
import { ratingFigure, ratingSentence } from "@/lib/format/rating";
import { cx, figureSize } from "@/lib/utils";
import type { PublicStats } from "@/types/user";

type Figure = readonly [name: string, figure: ReactNode];

export function PlayerRecord({
  stats,
  who,
  more = [],
}: {
  stats: PublicStats;
  who: "Your" | "Their";
  more?: readonly Figure[];
}) {
  const decided = stats.wins + stats.losses;
  const figures: readonly Figure[] = [
    ["Matches", stats.total_matches],
    ["Won – lost – drawn", `${stats.wins} – ${stats.losses} – ${stats.draws}`],
    ["Win rate", decided > 0 ? `${Math.round((100 * stats.wins) / decided)}%` : "–"],
    ["Wins in a row", stats.current_streak],
    ["Best streak", stats.best_streak],
    ...more,
  ];
  return (
    <section aria-label="Record" className="space-y-3">
      <div className="cut-lg border border-line bg-raised p-5">
        <p className="text-sm text-muted">Rating</p>
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="display figures text-3xl">{ratingFigure(stats)}</span>
          {stats.provisional ? (
            <span className="rounded-lg border border-stake px-2 text-sm font-bold text-stake-text">Provisional</span>
          ) : null}
        </p>
        <p className="mt-2 text-sm text-soft">{ratingSentence(stats, who)}</p>
      </div>
      <dl className="pair gap-px overflow-hidden rounded-lg border border-line bg-line">
        {figures.map(([name, figure], at) => (
          <div
            key={name}
            className={
              at === figures.length - 1 && at % 2 === 0 ? "col-span-2 bg-raised px-4 py-3" : "bg-raised px-4 py-3"
            }
          >
            <dt className="text-xs text-muted">{name}</dt>
            <dd className={cx("money leading-snug", figureSize(figure))}>{figure}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
