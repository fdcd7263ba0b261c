/** One round of one part of a bracket as a list of matches, with tabs for the others. */
import Link from "next/link";
import { memo, useDeferredValue } from "react";
import { Pills } from "@/components/ui/Pills";
import { SimulatedLabel } from "@/components/ui/SimulatedLabel";
import {
  currentRound,
  isMine,
  matchSentence,
  shownIn,
  sideName,
  sideOf,
  STANDING_MARK,
  STANDING_NAME,
  standingOf,
  won,
  type Players,
  type Standing,
} from "@/lib/tournaments/bracket";
import { cx } from "@/lib/utils";
import type { RoundMatch, Section } from "@/types/tournament";

const AT_ONCE = 24;

type At = { section: number; round: number };
type Props = {
  sections: readonly Section[];
  at: At;
  onChange: (at: At) => void;
  players: Players;
  seed: number | null;
  /** The match that the player who looks plays, or played last. */
  mine: RoundMatch | null;
  embedded: boolean;
  /** Counts up when the player asks for their own match. */
  jumps: number;
};

export function RoundList({ sections, at, onChange, players, seed, mine, embedded, jumps }: Props) {
  const section = sections[at.section];
  const round = section?.rounds[at.round];
  if (!section || !round) return null;
  const matches = shownIn(round, seed);
  // One's own match is on top where it is not in this list.
  const pinned = mine && !matches.includes(mine) ? mine : null;
  return (
    <div className="space-y-3">
      {sections.length > 1 ? (
        <Pills
          legend="Part of the bracket"
          name="section"
          options={sections.map(({ label }, index) => [String(index), label] as const)}
          value={String(at.section)}
          onChange={(index) => onChange({ section: Number(index), round: firstOpen(sections[Number(index)]) })}
        />
      ) : null}
      {section.rounds.length > 1 ? (
        <div key={`${at.section}-${at.round}`} ref={reveal}>
          <Pills
            legend="Round"
            name="round"
            options={section.rounds.map(({ label }, index) => [String(index), label] as const)}
            value={String(at.round)}
            onChange={(index) => onChange({ ...at, round: Number(index) })}
          />
        </div>
      ) : null}
      {pinned ? (
        <ol aria-label="Your match">
          <Row match={pinned} players={players} mine href={embedded ? null : hrefOf(pinned, seed)} />
        </ol>
      ) : null}
      <Matches
        key={`${at.section}-${at.round} matches`}
        name={`${section.label}, ${round.label}`}
        matches={matches}
        players={players}
        seed={seed}
        embedded={embedded}
        jumps={jumps}
      />
    </div>
  );
}

type MatchesProps = Pick<Props, "players" | "seed" | "embedded" | "jumps"> & {
  name: string;
  matches: readonly RoundMatch[];
};

/** The rows of the first screens are drawn at once, the rest of a long round behind them. */
function Matches({ name, matches, players, seed, embedded, jumps }: MatchesProps) {
  const isWhole = useDeferredValue(true, false);
  const drawn = isWhole ? matches : matches.slice(0, AT_ONCE);
  return (
    <>
      <ol aria-label={name} aria-busy={drawn.length < matches.length || undefined}>
        {drawn.map((match) => (
          <Row
            key={match.key}
            match={match}
            players={players}
            mine={isMine(match, seed)}
            href={embedded ? null : hrefOf(match, seed)}
          />
        ))}
      </ol>
      {jumps > 0 ? <span key={`${jumps} ${isWhole}`} ref={jumpToMine} hidden /> : null}
    </>
  );
}

const firstOpen = (section: Section | undefined): number => (section ? currentRound(section) : 0);

/** Only its two players can open a match. */
export const hrefOf = (match: RoundMatch, seed: number | null): string | null =>
  match.match_id !== null && isMine(match, seed) ? `/matches/${match.match_id}` : null;

/** Scrolls the row of tabs so that the chosen one is seen; the page stays where it is. */
function reveal(node: HTMLElement | null): void {
  const tab = node?.querySelector("input:checked")?.closest("label");
  const row = tab?.parentElement;
  if (tab && row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

function jumpToMine(node: HTMLElement | null): void {
  const mine = node?.parentElement?.querySelector<HTMLElement>('li[aria-current="true"]');
  mine?.scrollIntoView({ block: "center" });
  (mine?.querySelector("a") ?? mine)?.focus({ preventScroll: true });
}

const INK: Record<Standing, string> = {
  decided: "text-win-text",
  forfeit: "text-muted",
  disputed: "text-danger-text",
  overdue: "text-danger-text",
  open: "text-stake-text",
  bye: "text-muted",
  waiting: "text-muted",
};

type RowProps = { match: RoundMatch; players: Players; mine: boolean; href: string | null };

/** Only rows whose match has changed are drawn again. */
const Row = memo(function Row({ match, players, mine, href }: RowProps) {
  const standing = standingOf(match);
  const content = (
    <>
      <span className="sr-only">{matchSentence(match, players)}</span>
      <span aria-hidden className={cx("w-7 shrink-0 text-center text-lg font-bold", INK[standing])}>
        {STANDING_MARK[standing]}
      </span>
      <span aria-hidden className="min-w-0 flex-1">
        <Line match={match} which="home" players={players} />
        <Line match={match} which="away" players={players} />
        {standing === "decided" ? null : (
          <span className={cx("block pl-9 text-xs font-semibold", INK[standing])}>{STANDING_NAME[standing]}</span>
        )}
      </span>
    </>
  );
  const classes = "flex min-h-16 items-center gap-2 py-2 pr-2";
  return (
    <li
      aria-current={mine || undefined}
      tabIndex={mine && href === null ? -1 : undefined}
      className={cx(
        "border-b border-line [contain-intrinsic-size:auto_4.5rem] [content-visibility:auto]",
        mine && "border-l-4 border-l-stake bg-lifted",
      )}
    >
      {href === null ? (
        <div className={classes}>{content}</div>
      ) : (
        <Link href={href} className={classes}>
          {content}
        </Link>
      )}
    </li>
  );
});

function Line({ match, which, players }: { match: RoundMatch; which: "home" | "away"; players: Players }) {
  const side = sideOf(match, which, players);
  const isWinner = won(match, which);
  const score = match.score?.[which === "home" ? 0 : 1];
  if (side.kind !== "player") {
    return (
      <span className={cx("block pl-9 text-sm text-muted", side.kind === "unknown" && "italic")}>{sideName(side)}</span>
    );
  }
  const isLoser = match.state === "decided" && !isWinner;
  return (
    <span className={cx("flex items-baseline gap-2", isLoser && "text-muted", isWinner && "font-bold")}>
      <span className="figures w-7 shrink-0 text-right text-xs text-muted">{side.player.seed}</span>
      <span className="min-w-0 flex-1">
        <bdi>{side.player.username}</bdi>
        <SimulatedLabel player={side.player} />
      </span>
      <span className="figures shrink-0">
        {isWinner ? "✓ " : ""}
        {score ?? ""}
      </span>
    </span>
  );
}
