/** The room of a match, folded to one line with the newest message; it opens to read and to write. */
import { ChevronDown, MessageCircle } from "lucide-react";
import { useId, useState } from "react";
import { RoomPanel } from "@/components/matches/room/RoomPanel";
import { useMatchRoom, useUnread } from "@/hooks/matches/useMatchRoom";
import { useMe } from "@/hooks/profile/useProfile";
import { rivalName, rivalOf } from "@/lib/copy/matches";
import { messageText } from "@/lib/copy/room";
import { isolated } from "@/lib/format/name";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";
import type { Room } from "@/types/room";

export function MatchRoom({ match }: { match: Match }) {
  const room = useMatchRoom(match);
  const [open, setOpen] = useState(false);
  const id = useId();
  const items = room.data?.items ?? [];
  const { unread, markRead } = useUnread(match.id, items);
  const isOver = match.status === "completed" || match.status === "cancelled";
  if (isOver && items.length === 0) return null;
  return (
    <section aria-label="Messages" data-testid="room" className="scroll-mt-18 rounded-lg border border-line bg-raised">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          if (open) markRead();
          setOpen(!open);
        }}
        className="flex min-h-12 w-full items-center gap-3 px-4 py-1.5 text-left text-sm"
      >
        <MessageCircle aria-hidden className={cx("size-5 shrink-0", unread > 0 ? "text-stake-text" : "text-muted")} />
        <span className="min-w-0 flex-1 truncate">
          {open ? <span className="font-semibold">Messages</span> : <Newest match={match} room={room.data} />}
        </span>
        {unread > 0 && !open ? (
          <span className="figures shrink-0 rounded-full bg-text px-2 py-0.5 text-xs font-bold text-surface">
            {unread} new
          </span>
        ) : null}
        <ChevronDown aria-hidden className={cx("size-5 shrink-0 text-muted", open && "rotate-180")} />
      </button>
      <div id={id} hidden={!open}>
        {open ? (
          <div ref={bringIntoView} className="border-t border-line">
            <RoomPanel match={match} room={room} onRead={markRead} />
          </div>
        ) : null}
      </div>
      {room.data ? <Announcer match={match} room={room.data} /> : null}
    </section>
  );
}

/** An opened room begins below the top bar, so that there is room to read and to write. */
const bringIntoView = (panel: HTMLElement | null) => panel?.closest("section")?.scrollIntoView?.({ block: "start" });

/** The newest message, or what the room is for; the reader may know the language of presets only later. */
function Newest({ match, room }: { match: Match; room: Room | undefined }) {
  const language = useMe().data?.language;
  const message = room?.items.at(-1);
  if (!room) return <span className="text-muted">Messages</span>;
  if (!message)
    return (
      <span className="font-semibold">
        {room.can_write ? (
          <>
            Write to <bdi>{rivalOf(match).username}</bdi>
          </>
        ) : (
          "No messages"
        )}
      </span>
    );
  return (
    <>
      <span className="text-muted">{message.is_mine ? "You" : <bdi>{rivalOf(match).username}</bdi>}: </span>
      <bdi>{messageText(message, language)}</bdi>
    </>
  );
}

/** Reads a message of the opponent out, once, if it came while the page was open. */
function Announcer({ match, room }: { match: Match; room: Room }) {
  const language = useMe().data?.language;
  const newest = room.items.findLast((one) => !one.is_mine);
  const [before] = useState(newest?.id ?? 0);
  return (
    <p aria-live="polite" className="sr-only">
      {newest && newest.id > before ? `${rivalName(match)}: ${isolated(messageText(newest, language))}` : ""}
    </p>
  );
}
