/** Who looks at a match in which the other has reported has read that they have: their time to answer runs. */
import { use, useEffect, useRef, useSyncExternalStore } from "react";
import { NotificationContext } from "@/context/NotificationContext";
import { useReading } from "@/hooks/useNotifications";
import { meIn, rivalOf } from "@/lib/copy/matches";
import type { Match } from "@/types/match";
import type { NotificationKind } from "@/types/notification";

const TELLS: readonly NotificationKind[] = ["match_reported", "match_unanswered"];

/** A page in a pocket is read by nobody. */
function useIsVisible(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener("visibilitychange", changed);
      return () => document.removeEventListener("visibilitychange", changed);
    },
    () => document.visibilityState === "visible",
    () => false,
  );
}

/** Marks what tells of the opponent's report as read while the match is on the screen; each once. */
export function useReadReport(match: Match): void {
  const inbox = use(NotificationContext)?.data;
  const { mutate } = useReading().one;
  const sent = useRef(new Set<number>());
  const isAsked = match.my_seat !== null && rivalOf(match).reported && !meIn(match).reported;
  const isShown = useIsVisible() && isAsked;
  const unread = inbox?.items.find(
    ({ is_read, link, type }) => !is_read && link === `/matches/${match.id}` && TELLS.includes(type),
  );
  const id = isShown ? unread?.id : undefined;
  useEffect(() => {
    if (id === undefined || sent.current.has(id)) return;
    sent.current.add(id);
    mutate(id);
  }, [id, mutate]);
}
