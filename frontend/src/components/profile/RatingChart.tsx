/** The rating over the last matches: drawn as a line, said in a sentence, and listed for whoever wants each step. */
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
/** A chart of two points apart shall not look like a cliff. */
const LEAST_SPAN = 60;

export function RatingChart() {
  const { data: lines, isError } = useRatingHistory();
  if (isError) return null; // the record above says the rating itself
  if (!lines) return <Skeleton className="h-52" />;
  if (lines.length === 0) return null;
  const road = [...lines].reverse();
  return (
    <section aria-labelledby="rating-road" className="rounded-lg border border-line bg-raised p-4">
      <h2 id="rating-road" className="font-bold">
        Your rating, match by match
      </h2>
      <p className="mt-1 text-sm text-muted">{chartSentence(road)}</p>
      <Line road={road} />
      <Steps lines={lines} />
    </section>
  );
}

const DOT = { won: "fill-win-text", lost: "fill-danger-text", draw: "fill-muted" };

function Line({ road }: { road: readonly RatingHistoryEntry[] }) {
  const first = road[0];
  if (!first) return null;
  const values = [first.before, ...road.map((line) => line.after)];
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
        {road.map((line, at) => (
          <circle
            key={line.id}
            cx={x(at + 1)}
            cy={y(line.after)}
            r={at === road.length - 1 ? 5 : road.length > 25 ? 2 : 3.5}
            className={DOT[line.outcome]}
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

const WORD = { won: "Won against", lost: "Lost against", draw: "Drew with" };

function Steps({ lines }: { lines: readonly RatingHistoryEntry[] }) {
  return (
    <details className="group mt-1">
      <summary className="flex min-h-11 items-center text-sm font-semibold underline underline-offset-4">
        Every step
      </summary>
      <ol className="mt-1">
        {lines.map((line) => (
          <li key={line.id} className="border-t border-line">
            <Link href={`/matches/${line.match_id}`} className="flex min-h-13 items-center gap-3">
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm">
                  {WORD[line.outcome]} <strong>{line.opponent}</strong>
                </span>
                <span className="block text-xs text-muted">{moment(line.played_at)}</span>
              </span>
              <span className="figures shrink-0 text-right">
                <span className="block font-bold">{line.after.toLocaleString("en-KE")}</span>
                <span
                  className={cx(
                    "block text-xs font-bold",
                    line.change > 0 ? "text-win-text" : line.change < 0 ? "text-danger-text" : "text-muted",
                  )}
                >
                  {signed(line.change)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </details>
  );
}
