/** The bell of the top bar with the unread count; says in a toast what comes while the player is in the app. */
import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/router";
import { use, useCallback, useRef } from "react";
import { toast } from "@/components/ui/Toast";
import { NotificationContext } from "@/context/NotificationContext";
import { newsSince } from "@/lib/news";
import type { Inbox } from "@/types/notification";

/** The API stops counting at a hundred. */
const shown = (unread: number): string => (unread > 99 ? "99+" : String(unread));

export function Bell() {
  const inbox = use(NotificationContext)?.data;
  const unread = inbox?.unread_count ?? 0;
  const tell = useNews(inbox);
  return (
    <Link
      ref={tell}
      href="/notifications"
      aria-label={unread > 0 ? `Notifications, ${shown(unread)} unread` : "Notifications"}
      className="relative grid size-12 shrink-0 place-items-center rounded-lg"
    >
      <BellIcon aria-hidden className="size-6" />
      {unread > 0 ? (
        <span
          aria-hidden
          className="figures absolute top-1 left-1/2 grid h-5 min-w-5 place-items-center rounded-full border-2 border-surface bg-stake px-1 text-[0.6875rem] leading-none font-bold text-on-bright"
        >
          {shown(unread)}
        </span>
      ) : null}
    </Link>
  );
}

/** A ref that runs whenever the newest notifications change. */
function useNews(inbox: Inbox | undefined) {
  const seen = useRef<number | null>(null);
  const path = useRouter().asPath.split(/[?#]/)[0] ?? "";
  return useCallback(
    (bell: HTMLElement | null) => {
      if (!bell || !inbox) return;
      const news = newsSince(seen.current, inbox, path);
      seen.current = news.seen;
      for (const sentence of news.sentences) toast.say(sentence);
    },
    [inbox, path],
  );
}
