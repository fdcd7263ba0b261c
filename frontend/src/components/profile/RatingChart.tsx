/** The rating over the last matches: a chart, a sentence, and a list of every change. */
import Link from "next/link";
import { Skeleton } from "@/components/ui/Skeleton";
import { useRatingHistory } from "@/hooks/profile/useRatingHistory";
import { signed } from "@/lib/format/rating";
import { chartSentence } from "@/lib/copy/ratingChart";
import { moment } from "@/lib/format/time";
import type { RatingHistoryEntry } from "@/types/user";
import { cx } from "@/lib/utils";

const WIDTH = 320;
const HEIGHT = 120;
const MARGIN = 8;
/** Rating points that the chart spans at least, so that a small change does not look large. */
const LEAST_SPAN = 60;

export function RatingChart() {
  const { data: entries, isError } = useRatingHistory();
  if (isError) return null; // the record above shows the rating itself
  if (!entries) return <Skeleton className="h-52" />;
  if (entries.length === 0) return null;
  const history = [...entries].reverse();
  return (
    <section aria-labelledby="rating-chart" className="rounded-lg border border-line bg-raised p-4">
      <h2 id="rating-chart" className="font-bold">
        Your rating, match by match
      </h2>
      <p className="mt-1 text-sm text-muted">{chartSentence(history)}</p>
      <Chart history={history} />
      <Steps entries={entries} />
    </section>
  );
}

const DOT = { won: "fill-win-text", lost: "fill-danger-text", draw: "fill-muted" };

function Chart({ history }: { history: readonly RatingHistoryEntry[] }) {
  const first = history[0];
  if (!first) return null;
  const values = [first.before, ...history.map((entry) => entry.after)];
  const middle = (Math.max(...values) + Math.min(...values)) / 2;
  const span = Math.max(LEAST_SPAN, Math.max(...values) - Math.min(...values));
  const x = (at: number) => MARGIN + (at * (WIDTH - 2 * MARGIN)) / (values.length - 1);
  const y = (value: number) => HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - 2 * MARGIN);
  const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <div aria-hidden className="mt-3 flex gap-2">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block min-w-0 flex-1">
        <line
          x1="0"
          x2={WIDTH}
          y1={y(first.before)}
          y2={y(first.before)}
          className="stroke-line"
          strokeDasharray="3 4"
        />
        <polyline points={points} fill="none" strokeWidth="2" strokeLinejoin="round" className="stroke-soft" />
        {history.map((entry, at) => (
          <circle
            key={entry.id}
            cx={x(at + 1)}
            cy={y(entry.after)}
            r={at === history.length - 1 ? 5 : history.length > 25 ? 2 : 3.5}
            className={DOT[entry.outcome]}
          />
        ))}
      </svg>
      <p className="figures flex shrink-0 flex-col justify-between text-right text-xs text-muted">
        <span>{Math.round(middle + span / 2).toLocaleString("en-KE")}</span>
        <span>{Math.round(middle - span / 2).toLocaleString("en-KE")}</span>
      </p>
    </div>
  );
}

const OUTCOME = { won: "Won against", lost: "Lost against", draw: "Drew with" };

function Steps({ entries }: { entries: readonly RatingHistoryEntry[] }) {
  return (
    <details className="group mt-1">
      <summary className="flex min-h-11 items-center text-sm font-semibold underline underline-offset-4">
        Every change
      </summary>
      <ol className="mt-1">
        {entries.map((entry) => (
          <li key={entry.id} className="border-t border-line">
            <Link href={`/matches/${entry.match_id}`} className="flex min-h-13 items-center gap-3">
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm">
                  {OUTCOME[entry.outcome]}{" "}
                  <strong>
                    <bdi>{entry.opponent}</bdi>
                  </strong>
                </span>
                <span className="block text-xs text-muted">{moment(entry.played_at)}</span>
              </span>
              <span className="figures shrink-0 text-right">
                <span className="block font-bold">{entry.after.toLocaleString("en-KE")}</span>
                <span
                  className={cx(
                    "block text-xs font-bold",
                    entry.change > 0 ? "text-win-text" : entry.change < 0 ? "text-danger-text" : "text-muted",
                  )}
                >
                  {signed(entry.change)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </details>
  );
}
