/** The messages as bubbles: the reader's own on the right, each run with its author and time. */
import { Flag } from "lucide-react";
import { useMe } from "@/hooks/profile/useProfile";
import { rivalOf } from "@/lib/copy/matches";
import { messageText } from "@/lib/copy/room";
import { hour } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";
import type { RoomMessage } from "@/types/room";

type Props = {
  match: Match;
  items: readonly RoomMessage[];
  onRead: () => void;
  onReport: (message: RoomMessage) => void;
};

export function MessageList({ match, items, onRead, onReport }: Props) {
  const language = useMe().data?.language;
  const newest = items.at(-1)?.id;
  return (
    <ol
      // Anew with each message: it scrolls to it, and counts as read.
      ref={(list) => {
        if (!list || list.dataset.newest === String(newest)) return;
        list.dataset.newest = String(newest);
        list.scrollTop = list.scrollHeight;
        onRead();
      }}
      // What scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label="Messages, oldest first"
      className="max-h-[min(20rem,45dvh)] space-y-1.5 overflow-y-auto overscroll-contain rounded-lg"
    >
      {items.map((message, at) => (
        <li key={message.id} className={cx("flex flex-col", message.is_mine ? "items-end" : "items-start")}>
          {continues(items[at - 1], message) ? null : (
            <p className={cx("flex max-w-full gap-1.5 text-xs text-muted", at > 0 && "mt-2")}>
              <span className="min-w-0 truncate font-semibold">
                {message.is_mine ? "You" : <bdi>{rivalOf(match).username}</bdi>}
              </span>
              <time dateTime={message.created_at} className="figures shrink-0">
                {hour(message.created_at)}
              </time>
            </p>
          )}
          <div className="mt-0.5 flex max-w-full items-center gap-1">
            <p
              dir="auto"
              className={cx(
                "min-w-0 rounded-2xl px-3.5 py-2 text-[0.9375rem] leading-snug wrap-anywhere",
                message.is_mine ? "ml-10 rounded-br-sm bg-text text-surface" : "rounded-bl-sm bg-lifted text-text",
                message.is_hidden && "italic",
              )}
            >
              {messageText(message, language)}
            </p>
            {message.is_mine || message.is_hidden ? null : (
              <ReportButton message={message} onReport={() => onReport(message)} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** By the same author within the same minute. */
const continues = (before: RoomMessage | undefined, message: RoomMessage): boolean =>
  before?.is_mine === message.is_mine && hour(before.created_at) === hour(message.created_at);

function ReportButton({ message, onReport }: { message: RoomMessage; onReport: () => void }) {
  if (message.is_reported) return <span className="shrink-0 px-1.5 text-xs text-muted">Reported</span>;
  return (
    <button
      type="button"
      aria-label="Report this message"
      onClick={onReport}
      className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:text-text"
    >
      <Flag aria-hidden className="size-4" />
    </button>
  );
}
