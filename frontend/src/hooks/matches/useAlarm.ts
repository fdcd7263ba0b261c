/** The call of the moment: to a match that was found, or to a challenge by name, until its time or an answer. */
import { useEffect, useSyncExternalStore } from "react";
import type { InPlay } from "@/hooks/matches/useInPlay";
import { closeAlarm, closeNotices, isClosed, sound, watchAlarms } from "@/lib/alarms";
import { meIn } from "@/lib/copy/matches";
import { serverNow } from "@/lib/format/clock";
import type { Challenge, Match } from "@/types/match";

export type Alarm = { key: string; until: string; isOpen: boolean; close: () => void } & (
  { kind: "match"; match: Match } | { kind: "challenge"; challenge: Challenge }
);

/** Null when nothing calls. It is open until the player closes it, in any tab; the banner stays. */
export function useAlarm(inPlay: InPlay, challenge: Challenge | undefined): Alarm | null {
  const call = inPlay.kind === "match" ? matchCall(inPlay.match) : challenge ? challengeCall(challenge) : null;
  const key = call?.key ?? null;
  const closed = useSyncExternalStore(
    watchAlarms,
    () => key !== null && isClosed(key),
    () => true,
  );
  const title = call?.kind === "match" ? "Match found!" : "You are challenged!";

  useEffect(() => {
    if (key === null) return;
    if (!isClosed(key)) sound(key);
    return key.startsWith("match") ? blinkTitle(title) : undefined;
  }, [key, title]);

  // Answered, closed or over, here or elsewhere: then the phone's own notice goes too.
  const isKnown = inPlay.kind !== "unknown";
  const about = call && !closed ? call.about : null;
  useEffect(() => {
    if (isKnown) void closeNotices(about);
  }, [isKnown, about]);

  return call && { ...call, isOpen: !closed, close: () => closeAlarm(call.key) };
}

const isAhead = (until: string | null): until is string => until !== null && Date.parse(until) > serverNow();

/** The seat too, because two players may share a phone. */
function matchCall(match: Match) {
  if (match.status !== "pending" || !match.my_seat || meIn(match).ready || !isAhead(match.due_at)) return null;
  const about = `match:${match.id}`;
  return { kind: "match", key: `${about}:${match.my_seat}`, about, until: match.due_at, match } as const;
}

function challengeCall(challenge: Challenge) {
  if (challenge.state !== "open" || !isAhead(challenge.due_at)) return null;
  const key = `challenge:${challenge.code}`;
  return { kind: "challenge", key, about: key, until: challenge.due_at, challenge } as const;
}

/** Alternates the tab's title with `text` every second; returns the function that restores it. */
function blinkTitle(text: string): () => void {
  const title = document.title;
  let shown = false;
  const timer = setInterval(() => {
    shown = !shown;
    document.title = shown ? text : title;
  }, 1_000);
  return () => {
    clearInterval(timer);
    document.title = title;
  };
}
