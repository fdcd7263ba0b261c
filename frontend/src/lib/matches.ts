/** Matches in a player's words: who is who, how it ended, what it meant for the money. */
import type { Match, MatchPlayer, MatchStatus, Outcome, VerificationState } from "@/types/match";

export const meIn = (match: Match): MatchPlayer => (match.my_seat === "player2" ? match.player2 : match.player1);
export const rivalOf = (match: Match): MatchPlayer => (match.my_seat === "player2" ? match.player1 : match.player2);

/** How a match stands for the player who looks at it. */
export type Standing = "pending" | "playing" | "disputed" | "won" | "lost" | "draw" | "void" | "cancelled";

const STANDING: Record<MatchStatus, (match: Match) => Standing> = {
  pending: () => "pending",
  active: () => "playing",
  disputed: () => "disputed",
  cancelled: () => "cancelled",
  completed: (match) => {
    if (match.result === "draw") return "draw";
    if (match.result === "void" || match.result === null) return "void";
    return match.result === match.my_seat ? "won" : "lost";
  },
};

export const standingOf = (match: Match): Standing => STANDING[match.status](match);

export const STANDING_WORD: Record<Standing, string> = {
  pending: "Get ready",
  playing: "Playing",
  disputed: "Disputed",
  won: "Won",
  lost: "Lost",
  draw: "Draw",
  void: "Refunded",
  cancelled: "Cancelled",
};

/** What the match did to the wallet in the end, in KES; null while the money is still locked. */
export function gainOf(match: Match): number | null {
  const gain: Record<Standing, number | null> = {
    pending: null,
    playing: null,
    disputed: null,
    won: Number(match.prize) - Number(match.wager_amount),
    lost: -Number(match.wager_amount),
    draw: 0,
    void: 0,
    cancelled: 0,
  };
  return gain[standingOf(match)];
}

/** The one thing to do next, for every finer state of a match. */
export const WHAT_NOW: Record<VerificationState, string> = {
  awaiting_checkin: "Both of you must say you are ready before the time runs out.",
  in_play: "Open the lobby, play, and report the result here.",
  awaiting_reports: "One of you has reported. The other one reports too.",
  provisional: "A result is proposed. Contest it before the time runs out if it is wrong.",
  evidence: "You disagree. Both of you can show proof until the time runs out.",
  admin_review: "A referee looks at the match and decides.",
  settled: "This match is over.",
};

export const OUTCOME_WORD: Record<Outcome, string> = {
  won: "I won",
  lost: "I lost",
  draw: "It was a draw",
  problem: "A problem",
};

/** Codes of the API, as a player reads them. `null` where the result says it all. */
const REASONS: Record<string, string | null> = {
  agreed: null,
  ruled: "A referee decided this match.",
  not_ready: "Not both of you were ready in time.",
  walked_away: "One of you called it off before it began.",
  nobody_reported: "Nobody reported a result in time.",
  reports_contradict: "Your two reports say different things.",
  no_answer: "Only one of you reported before the time ran out.",
  silence: "One of you reported, and the other did not answer in time.",
  game_data: "The game’s own records say so.",
  forfeit: "One of you left the game before it was over.",
  both_lost: "You both say that you lost. Whoever tapped the wrong word: correct it.",
  replay: "A draw that you both want to play again.",
  contested: "One of you contested the proposed result.",
  data_contradicts: "The game’s own records and your reports say different things.",
  ambiguous: "It is not clear which game counts.",
  inconsistent: "The game’s own records contradict themselves.",
  identity_mismatch: "Somebody else seems to have played for one of you.",
  match_reused: "This game has decided another match already.",
  evidence_reuse: "A picture was used in another match already.",
  impersonation: "A name in the pictures only looks like one of yours.",
  player_disputed: "One of you disputes this match.",
  replayed: "A referee wants this match played again.",
  overturned: "After an appeal another referee changed the result.",
};

/** Why a match stands where it stands, or null when there is nothing to add. */
export const reasonFor = (match: Match): string | null => (match.reason ? (REASONS[match.reason] ?? null) : null);
