/** Tournaments, brackets and a player's part in them for tests. */
import type {
  MyPart,
  Participant,
  Round,
  RoundMatch,
  Rounds,
  StandingLine,
  TournamentDetail,
  TournamentStats,
} from "@/types/tournament";

export const aTournament = (changes: Partial<TournamentDetail> = {}): TournamentDetail => ({
  id: 7,
  name: "Weekend Cup",
  description: null,
  format: "single_elimination",
  title: "mw",
  mode: "gunfight",
  platform: "acti",
  status: "registration",
  is_paused: false,
  entry_fee: "50.00",
  prize_part: "45.00",
  house_part: "5.00",
  guarantee: "500.00",
  pool: "540.00",
  min_participants: 4,
  max_participants: 16,
  current_participants: 12,
  waiting: 0,
  check_in_opens_at: new Date(Date.now() + 3_600_000).toISOString(),
  start_date: new Date(Date.now() + 5_400_000).toISOString(),
  closed_at: null,
  bronze: true,
  groups: 1,
  legs: 1,
  rounds: null,
  seeding: "rating",
  absence: "refund",
  lot_commitment: null,
  lot_secret: null,
  match_check_in_seconds: 600,
  match_seconds: 2700,
  prize_table: [
    { place: 1, percent: 50, amount: "270.00" },
    { place: 2, percent: 30, amount: "162.00" },
    { place: 3, percent: 20, amount: "108.00" },
  ],
  prizes: [],
  finish: null,
  waits_on_dispute: false,
  published_at: "2026-11-22T16:00:00Z",
  started_at: null,
  finished_at: null,
  reason: null,
  version: 1,
  ...changes,
});

export const aPart = (changes: Partial<MyPart> = {}): MyPart => ({
  tournament_id: 7,
  status: null,
  waiting_place: null,
  seed: null,
  can_join: false,
  can_leave: false,
  can_check_in: false,
  refusal: null,
  held: "0.00",
  next_match: null,
  place_first: null,
  place_last: null,
  prize: null,
  prize_to_come: null,
  is_disqualified: false,
  ...changes,
});

export const aParticipant = (username: string, changes: Partial<Participant> = {}): Participant => ({
  username,
  status: "registered",
  seed: null,
  rating: 1040,
  place_first: null,
  place_last: null,
  is_simulated: false,
  ...changes,
});

export const aRoundMatch = (changes: Partial<RoundMatch> = {}): RoundMatch => ({
  key: "W1.1",
  state: "open",
  home: 1,
  away: 2,
  from_home: null,
  from_away: null,
  winner: null,
  ending: null,
  score: null,
  match_id: 12,
  is_disputed: false,
  pace: "on_track",
  ...changes,
});

export const aStandingLine = (username: string, place: number): StandingLine => ({
  place_first: place,
  place_last: place,
  seed: place,
  username,
  is_out: place > 2,
  is_disqualified: false,
  played: 3,
  won: 3 - place,
  lost: place,
  points: null,
  buchholz_cut: null,
  buchholz: null,
  group: null,
});

export const someFigures = (): TournamentStats => ({
  version: 1,
  matches_played: 9,
  matches_open: 2,
  forfeits: 1,
  disputes: 1,
  upsets: 3,
  average_seconds: 912,
  longest_seconds: 1840,
  shortest_seconds: 430,
});

/** The standard order of seeds: 1 meets the weakest, and 1 and 2 can meet only in the final. */
function orderOf(size: number): number[] {
  let order = [1];
  while (order.length < size) order = order.flatMap((seed) => [seed, 2 * order.length + 1 - seed]);
  return order;
}

const labelOf = (matches: number): string =>
  ({ 1: "Final", 2: "Semi-final", 4: "Quarter-final" })[matches] ?? `Round of ${2 * matches}`;

/** A single elimination of `names`, with byes, of which `decided` rounds are over; the better seed won each match. */
export function aBracket(names: readonly string[], decided = 0): Rounds {
  const size = 2 ** Math.ceil(Math.log2(names.length));
  const rounds: Round[] = [];
  let sides: (number | "bye" | null)[] = orderOf(size).map((seed) => (seed <= names.length ? seed : "bye"));
  for (let number = 1; sides.length > 1; number += 1) {
    const matches: RoundMatch[] = [];
    const next: (number | null)[] = [];
    for (let at = 0; at < sides.length; at += 2) {
      const match = matchOf({ number, at: at / 2 + 1, home: sides[at] ?? null, away: sides[at + 1] ?? null, decided });
      matches.push(match);
      next.push(
        match.winner === "home" ? (match.home as number) : match.winner === "away" ? (match.away as number) : null,
      );
    }
    rounds.push({ number, label: labelOf(matches.length), matches });
    sides = next;
  }
  return {
    tournament_id: 7,
    version: 1,
    status: "running",
    format: "single_elimination",
    players: names.map((username, index) => ({ seed: index + 1, username, is_out: false, is_simulated: false })),
    sections: [{ name: "upper", label: "Main bracket", rounds }],
  };
}

type Slot = { number: number; at: number; home: number | "bye" | null; away: number | "bye" | null; decided: number };

function matchOf({ number, at, home, away, decided }: Slot): RoundMatch {
  const from = (side: number | "bye" | null, feeder: number) =>
    side === null ? `winner of W${number - 1}.${feeder}` : null;
  const match = aRoundMatch({
    key: `W${number}.${at}`,
    home,
    away,
    from_home: from(home, 2 * at - 1),
    from_away: from(away, 2 * at),
    match_id: null,
    pace: null,
  });
  if (away === "bye") return { ...match, state: "passed", winner: "home" };
  if (home === "bye") return { ...match, state: "passed", winner: "away" };
  if (home === null || away === null) return { ...match, state: "waiting" };
  const open: RoundMatch = { ...match, state: "open", match_id: 100 * number + at, pace: "on_track" };
  if (number > decided) return open;
  const winner = home < away ? "home" : "away";
  return {
    ...open,
    state: "decided",
    winner,
    ending: "played",
    score: winner === "home" ? [6, 3] : [3, 6],
    pace: null,
  };
}
