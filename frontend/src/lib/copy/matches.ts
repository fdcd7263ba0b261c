/** A match from the reader's side: both players, its standing, the gain, and what to do now. */
import { isolated } from "@/lib/format/name";
import type { Match, MatchPlayer, MatchStatus, Outcome, VerificationState } from "@/types/match";

export const meIn = (match: Match): MatchPlayer => (match.my_seat === "player2" ? match.player2 : match.player1);
export const rivalOf = (match: Match): MatchPlayer => (match.my_seat === "player2" ? match.player1 : match.player2);
/** The opponent's name for a sentence; in markup it is `rivalOf(match).username` inside `<bdi>`. */
export const rivalName = (match: Match): string => isolated(rivalOf(match).username);

/** A match of a tournament has no stake: nothing of it is about money. */
export const ofTournament = (match: Match): boolean => match.origin === "tournament";

/** The state of a match for the reader. */
export type Standing = "pending" | "playing" | "disputed" | "won" | "lost" | "draw" | "void" | "split" | "cancelled";

const STANDING: Record<MatchStatus, (match: Match) => Standing> = {
  pending: () => "pending",
  active: () => "playing",
  disputed: () => "disputed",
  cancelled: () => "cancelled",
  completed: (match) => {
    if (match.result === "draw" || match.result === "split") return match.result;
    if (match.result === "void" || match.result === null) return "void";
    return match.result === match.my_seat ? "won" : "lost";
  },
};

export const standingOf = (match: Match): Standing => STANDING[match.status](match);

/** How the standing is called in a list. */
export const labelOf = (match: Match): string =>
  ofTournament(match) && standingOf(match) === "void" ? "No winner" : STANDING_LABEL[standingOf(match)];

const STANDING_LABEL: Record<Standing, string> = {
  pending: "Get ready",
  playing: "Playing",
  disputed: "Disputed",
  won: "Won",
  lost: "Lost",
  draw: "Draw",
  void: "Refunded",
  split: "Shared",
  cancelled: "Cancelled",
};

/** What the match did to the wallet in the end, in KES; null while the money is still locked. */
export const gainOf = (match: Match): number | null => (match.my_net === null ? null : Number(match.my_net));

/** What to do next, for every verification state of a match. */
const WHAT_NOW: Record<VerificationState, (match: Match) => string> = {
  awaiting_checkin: (match) =>
    meIn(match).ready
      ? `You are ready. ${rivalName(match)} has until the time runs out.`
      : "Both of you must say you are ready before the time runs out.",
  in_play: () => "Play now. Report the result here when it is over.",
  awaiting_reports: (match) =>
    match.reason === "both_lost"
      ? "Both of you say that you lost. Check again, and report once more."
      : meIn(match).reported
        ? `You have reported. ${rivalName(match)} has until the time runs out.`
        : `${rivalName(match)} has reported. Now you: how did it end?`,
  provisional: () => "A result is proposed. Contest it before the time runs out if it is wrong.",
  evidence: () => "Show your proof until the time runs out. Then a referee decides.",
  admin_review: () => "A referee reviews the match and decides.",
  settled: () => "This match is over.",
};

export const whatNow = (match: Match): string => WHAT_NOW[match.verification_state](match);

export const OUTCOME_LABEL: Record<Outcome, string> = {
  won: "I won",
  lost: "I lost",
  draw: "It was a draw",
  problem: "It did not count",
};
