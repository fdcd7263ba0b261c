/** Texts for the screens of a match; apart from lib/copy/matches.ts, which every page loads. */
import { reachedCopy } from "@/lib/copy/answers";
import { meIn, ofTournament, rivalName, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import { hour } from "@/lib/format/time";
import type { Complaint, Lobby, Match, MatchLookup } from "@/types/match";

/** The API's reason codes as texts; `null` where the result needs no reason. */
const REASONS: Record<string, string | null> = {
  agreed: null,
  ruled: "A referee decided this match.",
  not_ready: "Not both of you were ready in time.",
  walked_away: "One of you cancelled it before it began.",
  nobody_reported: "Nobody reported a result in time.",
  reports_contradict: "Your two reports say different things.",
  no_answer: "Only one of you reported before the time ran out.",
  unreached: "Only one of you reported, and no reminder reached the other in time.",
  silence: "One of you reported, and the other said nothing in time. They can dispute it for a day.",
  game_data: "Call of Duty’s own records say so.",
  forfeit: "One of you left the game before it was over.",
  both_lost: "Both of you reported a loss. One of you is mistaken: check again.",
  replay: "It was a draw, and both of you want to play again.",
  no_winner: "You have played as often as you may, and nobody has won. A referee decides.",
  called_off: "The tournament called this match off.",
  contested: "One of you says that the proposed result is wrong.",
  data_contradicts: "Call of Duty’s own records and your reports say different things.",
  ambiguous: "More than one game could be the one you played for.",
  inconsistent: "Call of Duty’s records of this game do not fit together.",
  identity_mismatch: "The names in the game are not the two of this match.",
  match_reused: "This game was shown for another match already.",
  evidence_reuse: "A picture was shown for another match already.",
  impersonation: "A name in the game looks like another player’s.",
  player_disputed: "One of you disputes this match.",
  replayed: "A referee wants this match played again.",
  overturned: "A referee looked at it again and changed the result.",
};

/** Reasons that rest on whether a silent player was told of the report. */
const OF_SILENCE: readonly (string | null)[] = ["silence", "no_answer", "unreached"];

/** Why the match is in its state, or null when there is nothing to add. */
export function reasonFor(match: Match): string | null {
  if (match.reason === "replay" && ofTournament(match))
    return "Nobody won that game, and a tournament needs a winner: play again.";
  if (match.reason === "walked_away" && ofTournament(match))
    return match.winner_id === meIn(match).id
      ? `${rivalName(match)} walked away before it began.`
      : "You walked away before it began.";
  if (match.reason === "not_ready" && match.my_seat) {
    const [mine, theirs] = [meIn(match).ready, rivalOf(match).ready];
    if (!mine && !theirs) return "Neither of you was ready in time.";
    return mine ? `${rivalName(match)} was not ready in time.` : "You were not ready in time.";
  }
  const reason = match.reason ? (REASONS[match.reason] ?? null) : null;
  const reached = OF_SILENCE.includes(match.reason) ? reachedCopy(match) : null;
  return reason && reached ? `${reason} ${reached}` : reason;
}

/** A contest opens a dispute and another look at the result in one moment; an appeal comes after a ruling. */
export const isContested = ({ dispute }: Match): boolean =>
  dispute?.appeal != null && dispute.appeal.opened_at === dispute.opened_at;

export const COMPLAINTS: readonly (readonly [Complaint, string])[] = [
  ["wrong_result", "The result is wrong"],
  ["opponent_absent", "My opponent did not come"],
  ["disconnected", "The game broke off"],
  ["wrong_rules", "Wrong rules or weapons"],
  ["cheating", "My opponent cheated"],
  ["impersonation", "Somebody else played"],
  ["other", "Something else"],
];

/** The evidence that helps a referee with each complaint. */
export const PROOF: Record<Complaint, string> = {
  wrong_result: "The final scoreboard: the whole screen, with both names, the map and the match code.",
  opponent_absent: "The empty lobby with its clock, and what you wrote to each other.",
  disconnected: "The message on the screen, and the score when the game broke off.",
  wrong_rules: "The lobby’s settings before the start, or the weapon that was used.",
  cheating: "A link to at least 30 seconds of video that shows it.",
  impersonation: "The scoreboard with the name that played, and that name’s profile.",
  other: "Whatever shows a referee what happened.",
};

export const isComplaint = (value: string): value is Complaint => value in PROOF;

/** A proposed result, from the reader's point of view. */
export function proposalOf(match: Match, rival: string): { title: string; money: string } {
  if (ofTournament(match)) return proposalWithoutStake(match, rival);
  const share = kes(match.wager_amount);
  if (match.proposed_result === match.my_seat)
    return { title: "You won, it seems", money: `${kes(match.prize)} comes to you.` };
  if (match.proposed_result === "draw")
    return { title: "A draw, it seems", money: `Both of you get ${share} back, without a fee.` };
  if (match.proposed_result === "void" || match.proposed_result === null)
    return { title: "It does not count, it seems", money: `Both of you get ${share} back, without a fee.` };
  return { title: `${rival} won, it seems`, money: `${kes(match.prize)} goes to ${rival}.` };
}

function proposalWithoutStake(match: Match, rival: string): { title: string; money: string } {
  if (match.proposed_result === match.my_seat)
    return { title: "You won, it seems", money: "You go on in the tournament." };
  if (match.proposed_result === "player1" || match.proposed_result === "player2")
    return { title: `${rival} won, it seems`, money: `${rival} goes on in the tournament.` };
  return { title: "Nobody won, it seems", money: "Then you play again." };
}

/** What wins a game: "First to 6 rounds". */
export function goalCopy({ to_win: target, unit, minutes }: Lobby["goal"]): string {
  const first = `First to ${target} ${unit}`;
  return minutes === null ? first : `${first}, or more ${unit} after ${minutes} minutes`;
}

export const WEAPONS: Record<Lobby["weapons"], string> = {
  given: "Handed out by the game",
  no_launchers: "Any but launchers, no streaks",
};

/** The maps of games that are played again, in their order; null where the rules name none. */
function nextMaps({ rules, replays, lobby }: Match): string | null {
  const { maps, replays: most } = rules as { maps?: string[] | null; replays?: number };
  if (!maps || !lobby || !most || replays >= most) return null;
  const next = Array.from({ length: most - replays }, (_, at) => maps[(replays + 1 + at) % maps.length]);
  return `If it is played again: ${next.join(", then ")}.`;
}

/** The rules of the match as a list of sentences; what the API does not send is left out. */
export function rulesOf(match: Match): readonly string[] {
  const { house, silence_confirms_up_to: silent } = match.rules as {
    house?: Record<string, string>;
    silence_confirms_up_to?: string;
  };
  const houseRules = Object.entries(house ?? {}).map(([rule, text]) =>
    rule === "silence" && silent ? text.replace(/the stake named here/, `a stake of ${kes(silent)}`) : text,
  );
  return [
    match.best_of > 1 ? `Best of ${match.best_of} games.` : "One game decides.",
    ...[match.map ? `The map is ${match.map}.` : null, nextMaps(match)].filter((line) => line !== null),
    ...houseRules,
  ];
}

const DECIDE = "What you two report decides, and your pictures if you disagree.";

function scoreOf(game: Match["game"]): string {
  const scores = [game?.player1?.score, game?.player2?.score].filter((score) => score != null);
  return scores.length === 2 ? ` ${Math.max(...scores)} to ${Math.min(...scores)}` : "";
}

const LOOKUP: Record<MatchLookup["state"], (match: Match, lookup: MatchLookup) => string> = {
  off: () => `Nobody looks this match up in Call of Duty’s records. ${DECIDE}`,
  no_names: () => `Neither of you has a game name that Activision shows, so nobody looks this match up. ${DECIDE}`,
  later: (match) =>
    `${
      match.player1.reported || match.player2.reported || match.status === "disputed"
        ? "We are about to look for this match in Call of Duty’s own records."
        : "After the first report we look for this match in Call of Duty’s own records."
    } You need not wait for it.`,
  looking: (_, { until, last_look_at: last }) =>
    `We are looking for this match in Call of Duty’s own records${until ? ` until ${hour(until)} at the latest` : ""}. ${
      last ? `Last checked: ${hour(last)}, nothing yet. ` : ""
    }You need not wait for it.`,
  found: (match, { result }) => {
    if (result === null) return "Call of Duty’s own records show this match. They count if you two disagree.";
    if (result === "draw") return "Call of Duty’s own records say that it was a draw.";
    const who = result === match.my_seat ? "you" : rivalName(match);
    return `Call of Duty’s own records say that ${who} won${scoreOf(match.game)}.`;
  },
  nothing: () => `Call of Duty’s own records do not show this match. ${DECIDE}`,
};

/** The state of the lookup of a match: its deadline, and what was found. */
export const lookupCopy = (match: Match, lookup: MatchLookup): string => LOOKUP[lookup.state](match, lookup);
