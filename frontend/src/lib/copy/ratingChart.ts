/** The rating history in a sentence; apart from lib/format/rating.ts, so that only the chart loads it. */
import type { RatingHistoryEntry } from "@/types/user";

/** "From 1,000 to 1,042 over your last 12 matches; 1,060 at best, 980 at worst." Oldest first. */
export function chartSentence(history: readonly Pick<RatingHistoryEntry, "before" | "after">[]): string {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return "No rated match yet.";
  const figure = (points: number) => points.toLocaleString("en-KE");
  if (history.length === 1) return `From ${figure(first.before)} to ${figure(last.after)} in your first rated match.`;
  const all = [first.before, ...history.map(({ after }) => after)];
  return `From ${figure(first.before)} to ${figure(last.after)} over your last ${history.length} matches; ${figure(
    Math.max(...all),
  )} at best, ${figure(Math.min(...all))} at worst.`;
}
