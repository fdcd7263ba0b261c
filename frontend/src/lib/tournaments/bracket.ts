/** A bracket as it is shown: who stands where, how a match stands in words, and which match is one's own. */
import { isolated } from "@/lib/format/name";
import type { BracketPlayer, Round, RoundMatch, Rounds, Section } from "@/types/tournament";

/** A side of a match: a player, nobody ever (a bye), or somebody who is not known yet. */
export type Side =
  { kind: "player"; player: BracketPlayer } | { kind: "bye" } | { kind: "unknown"; from: string | null };

export type Players = ReadonlyMap<number, BracketPlayer>;

/** Where a match stands in its bracket. */
export type Spot = { section: number; round: number; match: RoundMatch };

export const playersOf = (players: readonly BracketPlayer[]): Players => new Map(players.map((one) => [one.seed, one]));

/**
 * The sections with "winner of W2.1" said by names: "amina or brian", or else "winner of quarter-final 1". A match
 * whose sides are known stays the same object, so that it is not drawn again.
 */
export function inWords({ sections, players }: Rounds): readonly Section[] {
  const names = playersOf(players);
  const origins = new Map<string, readonly [round: Round, at: number]>();
  for (const { rounds } of sections)
    for (const round of rounds) for (const [at, { key }] of round.matches.entries()) origins.set(key, [round, at]);
  const say = (from: string | null): string | null => {
    const [, who, key] = /^(winner|loser) of (\S+)$/.exec(from ?? "") ?? [];
    const [round, at] = origins.get(key ?? "") ?? [];
    const match = round?.matches[at ?? 0];
    if (!round || at === undefined || !match) return from;
    const [home, away] = [names.get(Number(match.home)), names.get(Number(match.away))];
    if (home && away) {
      const either = `${isolated(home.username)} or ${isolated(away.username)}`;
      return who === "winner" ? either : `loser of ${either}`;
    }
    return `${who} of ${lowerFirst(round.label)}${round.matches.length > 1 ? ` ${at + 1}` : ""}`;
  };
  const told = (match: RoundMatch): RoundMatch =>
    match.from_home === null && match.from_away === null
      ? match
      : { ...match, from_home: say(match.from_home), from_away: say(match.from_away) };
  return sections.map((section) => ({
    ...section,
    rounds: section.rounds.map((round) => ({ ...round, matches: round.matches.map(told) })),
  }));
}

export function sideOf(match: RoundMatch, which: "home" | "away", players: Players): Side {
  const side = match[which];
  if (side === "bye") return { kind: "bye" };
  const player = side === null ? undefined : players.get(side);
  if (player) return { kind: "player", player };
  return { kind: "unknown", from: which === "home" ? match.from_home : match.from_away };
}

/** The words for a side; a bye and an open place never read alike. */
export function sideName(side: Side): string {
  if (side.kind === "player") return side.player.username;
  if (side.kind === "bye") return "Bye";
  if (side.from === null) return "Not known yet";
  // A name keeps its first letter.
  return /^(winner|loser|only) /.test(side.from) ? upperFirst(side.from) : side.from;
}

export type Standing = "decided" | "forfeit" | "disputed" | "overdue" | "open" | "bye" | "waiting";

export const STANDING_NAME: Record<Standing, string> = {
  decided: "Played",
  forfeit: "Forfeit",
  disputed: "In dispute",
  overdue: "Overdue",
  open: "Playing now",
  bye: "No opponent",
  waiting: "Not yet",
};

/** Each standing has its own mark, so that a bracket can be read without colours. */
export const STANDING_MARK: Record<Standing, string> = {
  decided: "✓",
  forfeit: "F",
  disputed: "?",
  overdue: "!",
  open: "▶",
  bye: "–",
  waiting: "·",
};

export function standingOf(match: RoundMatch): Standing {
  if (match.is_disputed) return "disputed";
  if (match.state === "decided") return match.ending === "played" ? "decided" : "forfeit";
  if (match.state === "passed" || match.home === "bye" || match.away === "bye") return "bye";
  if (match.state === "waiting") return "waiting";
  // Open without a match of ours: both are known, and it begins with the next round.
  if (match.match_id === null) return "waiting";
  return match.pace === "overdue" ? "overdue" : "open";
}

export const won = (match: RoundMatch, which: "home" | "away"): boolean =>
  match.state === "decided" && match.winner === which;

/** The whole match in a sentence, for screen readers: "W1.2: amina against brian. amina won 2 to 1." */
export function matchSentence(match: RoundMatch, players: Players): string {
  const [home, away] = [fullName(match, "home", players), fullName(match, "away", players)];
  const standing = standingOf(match);
  const between = standing === "bye" ? byeSentence(match, players) : `${home} against ${away}.`;
  return `${between} ${standing === "bye" ? "" : ending(match, home, away, standing)}`.trim();
}

function fullName(match: RoundMatch, which: "home" | "away", players: Players): string {
  const side = sideOf(match, which, players);
  if (side.kind !== "unknown") return isolated(sideName(side));
  return side.from?.match(/^(winner|loser) /) ? `the ${side.from}` : (side.from ?? "somebody not known yet");
}

function byeSentence(match: RoundMatch, players: Players): string {
  const sides = (["home", "away"] as const).map((which) => sideOf(match, which, players));
  const known = sides.find((side) => side.kind === "player");
  if (known) return `${isolated(sideName(known))} has no opponent here and goes on.`;
  return sides.every((side) => side.kind === "bye") ? "Nobody plays here." : "Whoever comes here goes on.";
}

function ending(match: RoundMatch, home: string, away: string, standing: Standing): string {
  const winner = match.winner === "home" ? home : match.winner === "away" ? away : null;
  if (standing === "disputed") return "In dispute: a referee decides.";
  if (standing === "forfeit") {
    if (match.ending === "void") return "It counts for nobody.";
    return winner ? `${winner} goes on: the other did not play.` : "Neither played.";
  }
  if (standing === "decided") {
    const [a = 0, b = 0] = match.score ?? [];
    const score = match.score ? ` ${Math.max(a, b)} to ${Math.min(a, b)}` : "";
    return winner ? `${winner} won${score}.` : "It is decided.";
  }
  return `${STANDING_NAME[standing]}.`;
}

/** The round that is played now: the first one with something open, else the last that has begun. */
export function currentRound(section: Section): number {
  const open = section.rounds.findIndex((round) => round.matches.some(isToPlay));
  return open === -1 ? Math.max(0, section.rounds.length - 1) : open;
}

/** The part of the bracket to show first: where something is played, else where first place was decided. */
export function currentSection(sections: readonly Section[]): number {
  const open = sections.findIndex((section) => section.rounds.some((round) => round.matches.some(isToPlay)));
  return open === -1 ? Math.max(0, sections.map(({ name }) => name !== "bronze").lastIndexOf(true)) : open;
}

const isToPlay = (match: RoundMatch): boolean => match.state === "open" || match.state === "waiting";

/** The player's own match: the one to be played, else the last one they had. */
export function mySpot(sections: readonly Section[], seed: number | null): Spot | null {
  if (seed === null) return null;
  let last: Spot | null = null;
  for (const [section, { rounds }] of sections.entries())
    for (const [round, { matches }] of rounds.entries())
      for (const match of matches) {
        if (!isMine(match, seed)) continue;
        if (match.state === "open") return { section, round, match };
        if (last === null || last.match.state !== "waiting") last = { section, round, match };
      }
  return last;
}

export const isMine = (match: RoundMatch, seed: number | null): boolean =>
  seed !== null && (match.home === seed || match.away === seed);

/** Matches nobody will ever play add nothing to a list, except one's own. */
export const shownIn = (round: Round, seed: number | null): readonly RoundMatch[] =>
  round.matches.filter((match) => match.home !== "bye" || match.away !== "bye" || isMine(match, seed));

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
