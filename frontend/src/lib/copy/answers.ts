/** How the player whose report is missing was told of the other one, and what their silence means. */
import { rivalName } from "@/lib/copy/matches";
import { hour, momentWithin } from "@/lib/format/time";
import type { Match } from "@/types/match";

const HOW = { app: "in the app", push: "by push", sms: "by SMS" } as const;

/** When a referee gets the match because the time to answer has not run in full; null if it will have. */
export const refereeAt = ({ answer, due_at }: Match): string | null =>
  answer && due_at === answer.referee_at ? answer.referee_at : null;

/** "We reached brian by SMS today, 12:04."; null while nothing shows that they were told. */
export function reachedCopy(match: Match): string | null {
  const { answer } = match;
  if (!answer?.reached_by || !answer.reached_at) return null;
  const who = answer.seat === match.my_seat ? "you" : rivalName(match);
  return `We reached ${who} ${HOW[answer.reached_by]} ${momentWithin(answer.reached_at)}.`;
}

/** What stands beside the time left: how they were reached, or that the time to answer has not begun. */
export function answerCopy(match: Match): string | null {
  const at = refereeAt(match);
  if (!at) return reachedCopy(match);
  const latest = `at ${hour(at)} at the latest a referee gets the match.`;
  const reached = reachedCopy(match);
  if (reached) return `${reached} That was late: ${latest}`;
  return match.answer?.seat === match.my_seat
    ? `No reminder has reached your phone yet. Your time to answer begins when one does, and ${latest}`
    : `We could not reach ${rivalName(match)} yet. Their time to answer begins when a reminder reaches their phone, and ${latest}`;
}
