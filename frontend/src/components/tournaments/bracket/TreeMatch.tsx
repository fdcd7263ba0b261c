/** One match in the drawing of a tree: two names with seeds, the score, and a mark of how it stands. */
import { memo } from "react";
import { hrefOf } from "@/components/tournaments/bracket/RoundList";
import {
  matchSentence,
  sideName,
  sideOf,
  STANDING_MARK,
  standingOf,
  won,
  type Players,
  type Standing,
} from "@/lib/tournaments/bracket";
import { isolated } from "@/lib/format/name";
import { shortName } from "@/lib/tournaments/shortName";
import { BOX } from "@/lib/tournaments/tree";
import { cx } from "@/lib/utils";
import type { RoundMatch } from "@/types/tournament";

const EDGE: Record<Standing, string> = {
  decided: "stroke-line",
  forfeit: "stroke-line",
  disputed: "stroke-danger",
  overdue: "stroke-danger",
  open: "stroke-stake",
  bye: "stroke-line [stroke-dasharray:4_4]",
  waiting: "stroke-line",
};

/** Letters of middle width that fit beside the seed, with and without a score. */
const LETTERS = { scored: 13.5, free: 15 } as const;
const LINES = { home: 21, away: 43 } as const;

type Props = {
  match: RoundMatch;
  x: number;
  y: number;
  /** Its place among so many of its round, of which not all are drawn. */
  at: number;
  of: number;
  players: Players;
  mine: boolean;
  seed: number | null;
  embedded: boolean;
};

export const TreeMatch = memo(function TreeMatch({ match, x, y, at, of, players, mine, seed, embedded }: Props) {
  const standing = standingOf(match);
  const href = embedded ? null : hrefOf(match, seed);
  const sentence = matchSentence(match, players);
  // A title and not a label: it is also what a mouse shows where a name is cut.
  const content = (
    <>
      <title>{sentence}</title>
      <g aria-hidden>
        <rect
          width={BOX.width}
          height={BOX.height}
          rx="6"
          className={cx(
            mine ? "fill-lifted stroke-3" : "fill-surface stroke-2",
            mine ? "stroke-stake" : EDGE[standing],
          )}
        />
        <Line match={match} which="home" players={players} />
        <Line match={match} which="away" players={players} />
        {standing === "decided" ? null : (
          <text x={BOX.width - 8} y="32" textAnchor="end" fontSize="14" className={cx("font-bold", MARK[standing])}>
            {STANDING_MARK[standing]}
          </text>
        )}
      </g>
    </>
  );
  return (
    <g
      role="listitem"
      aria-posinset={at}
      aria-setsize={of}
      transform={`translate(${x} ${y})`}
      aria-current={mine || undefined}
      data-key={match.key}
    >
      {href === null ? (
        <g role="img" tabIndex={0} aria-label={sentence}>
          {content}
        </g>
      ) : (
        <a href={href}>{content}</a>
      )}
    </g>
  );
});

const MARK: Record<Standing, string> = {
  decided: "fill-win-text",
  forfeit: "fill-muted",
  disputed: "fill-danger-text",
  overdue: "fill-danger-text",
  open: "fill-stake-text",
  bye: "fill-muted",
  waiting: "fill-muted",
};

/** Where somebody comes from is also said by the lines, so what is too long is left out. */
const inBox = (words: string): string => (words.length > LETTERS.free + 3 ? "Not known yet" : isolated(words));

function Line({ match, which, players }: { match: RoundMatch; which: "home" | "away"; players: Players }) {
  const side = sideOf(match, which, players);
  const y = LINES[which];
  if (side.kind !== "player") {
    return (
      <text x="34" y={y} className={cx("fill-muted", side.kind === "unknown" && "italic")}>
        {inBox(sideName(side))}
      </text>
    );
  }
  const isWinner = won(match, which);
  const score = match.score?.[which === "home" ? 0 : 1];
  // A forfeit or a dispute has its mark there.
  const result = standingOf(match) === "decided" ? `${isWinner ? "✓" : ""} ${score ?? ""}` : "";
  const isLoser = match.state === "decided" && !isWinner;
  return (
    <text y={y} className={cx(isWinner && "font-bold", isLoser ? "fill-muted" : "fill-text")}>
      <tspan x="26" textAnchor="end" className="fill-muted font-normal">
        {side.player.seed}
      </tspan>
      <tspan x="34" className={side.player.is_simulated ? "underline decoration-dotted" : undefined}>
        {shortName(side.player.username, match.score ? LETTERS.scored : LETTERS.free)}
      </tspan>
      {result ? (
        <tspan x={BOX.width - 8} textAnchor="end">
          {result.trim()}
        </tspan>
      ) : null}
    </text>
  );
}
