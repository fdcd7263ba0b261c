/** One match in a list: the opponent, its standing, and what it did to the wallet. */
import Link from "next/link";
import { isLive } from "@/hooks/matches/useMatches";
import { gainOf, labelOf, ofTournament, rivalOf, standingOf, type Standing } from "@/lib/copy/matches";
import { kes, signedKes } from "@/lib/format/money";
import { moment } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";

const INK: Record<Standing, string> = {
  pending: "text-stake-text",
  playing: "text-stake-text",
  disputed: "text-danger-text",
  won: "text-win-text",
  lost: "text-danger-text",
  draw: "text-soft",
  void: "text-soft",
  split: "text-soft",
  cancelled: "text-muted",
};

/** Each standing has its own mark, so that the list can be read without colours. */
const MARK: Record<Standing, string> = {
  pending: "·",
  playing: "·",
  disputed: "?",
  won: "W",
  lost: "L",
  draw: "=",
  void: "=",
  split: "½",
  cancelled: "×",
};

export function MatchRow({ match, withRating = false }: { match: Match; withRating?: boolean }) {
  const standing = standingOf(match);
  const gain = gainOf(match);
  return (
    <li className="border-b border-line">
      <Link
        href={isLive(match) ? "/matches/active" : `/matches/${match.id}`}
        className="flex min-h-16 flex-wrap items-center gap-x-3 py-3"
      >
        <span
          aria-hidden
          className={cx(
            "display grid size-10 shrink-0 place-items-center rounded-lg bg-lifted text-base",
            INK[standing],
          )}
        >
          {MARK[standing]}
        </span>
        <span className="min-w-0 flex-1 basis-24">
          <bdi className="block truncate font-semibold">{rivalOf(match).username}</bdi>
          <span className="block text-xs text-muted">
            {moment(match.created_at)}
            {withRating && match.rating_change ? ` · rating ${steps(match.rating_change.change)}` : ""}
          </span>
        </span>
        <span className="ml-auto text-right">
          <span className={cx("block text-sm font-bold", INK[standing])}>{labelOf(match)}</span>
          {ofTournament(match) ? (
            <span className="block text-sm text-muted">Tournament</span>
          ) : (
            <span className="money block text-sm">
              {gain === null ? `${kes(match.wager_amount)} locked` : signedKes(gain)}
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}

const steps = (points: number): string => (points < 0 ? `−${-points}` : `+${points}`);
