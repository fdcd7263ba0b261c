/** Which notifications are news for whoever looks at the screen, and in what words a toast says so. */
import type { Inbox, Notification, NotificationKind } from "@/types/notification";

/** The full-screen call says these (components/matches/live/Alarm.tsx). */
const CALLED: readonly NotificationKind[] = ["match_found", "tournament_match", "challenge_received"];
const MOST = 2;

const newestId = (inbox: Inbox): number => inbox.items[0]?.id ?? 0;

/** Whether the page at `path` shows it already. */
const isOnScreen = ({ link, group }: Notification, path: string): boolean =>
  link === path || (group === "match" && path === "/matches/active") || path === "/notifications";

/** The sentences for what came after `seen`, oldest first, and the id that is seen now; at first nothing is news. */
export function newsSince(seen: number | null, inbox: Inbox, path: string): { seen: number; sentences: string[] } {
  const now = Math.max(seen ?? 0, newestId(inbox));
  if (seen === null) return { seen: now, sentences: [] };
  const news = inbox.items
    .filter((item) => item.id > seen && !item.is_read && !CALLED.includes(item.type) && !isOnScreen(item, path))
    .reverse();
  if (news.length > MOST) return { seen: now, sentences: [`You have ${news.length} new notifications.`] };
  return { seen: now, sentences: news.map(({ title, message }) => `${title}. ${message}`) };
}
