/** The open room: the messages, why nobody may write if so, and otherwise the ways to write. */
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { MessageList } from "@/components/matches/room/MessageList";
import { ReportMessage } from "@/components/matches/room/ReportMessage";
import { WriteMessage } from "@/components/matches/room/WriteMessage";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useRoomActions } from "@/hooks/matches/useMatchRoom";
import { useOnline } from "@/hooks/useOnline";
import { sentenceFor } from "@/lib/api/problem";
import { rivalName, rivalOf } from "@/lib/copy/matches";
import { closedCopy, mayTap } from "@/lib/copy/room";
import type { Match } from "@/types/match";
import type { Room, RoomMessage } from "@/types/room";

type Props = { match: Match; room: UseQueryResult<Room>; onRead: () => void };

export function RoomPanel({ match, room: { data: room, error, refetch }, onRead }: Props) {
  const actions = useRoomActions(match.id);
  const online = useOnline();
  const [reporting, setReporting] = useState<RoomMessage | null>(null);
  if (!room)
    return (
      <div className="p-4">
        {error ? (
          <Notice
            tone="danger"
            title="The messages did not load"
            action={
              <Button tone="plain" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          >
            {sentenceFor(error)}
          </Notice>
        ) : (
          <SkeletonRows label="Opening the messages" rows={2} />
        )}
      </div>
    );
  const closed = closedCopy(room);
  return (
    <div className="space-y-3 p-4">
      {room.items.length > 0 ? (
        <MessageList match={match} items={room.items} onRead={onRead} onReport={setReporting} />
      ) : (
        <Empty match={match} room={room} />
      )}
      {room.items.some((one) => one.is_masked) ? (
        <p className="text-xs text-muted">Phone numbers and links are hidden to keep you safe.</p>
      ) : null}
      {online ? null : (
        <p className="text-sm font-semibold text-stake-text">No connection. New messages may be missing.</p>
      )}
      {closed ? <p className="rounded-r-lg border-l-4 border-wait-text pl-3 text-sm text-soft">{closed}</p> : null}
      {mayTap(room) ? <WriteMessage room={room} actions={actions} /> : null}
      {match.my_seat ? <Muting match={match} room={room} actions={actions} /> : null}
      {reporting ? (
        <ReportMessage
          match={match}
          message={reporting}
          reporting={actions.reporting}
          onClose={() => {
            actions.reporting.reset();
            setReporting(null);
          }}
        />
      ) : null}
    </div>
  );
}

function Empty({ match, room }: { match: Match; room: Room }) {
  if (room.is_muted) return <p className="text-sm text-soft">You have written nothing here.</p>;
  if (!mayTap(room)) return <p className="text-sm text-soft">Nobody wrote anything.</p>;
  return (
    <p className="text-sm text-soft">
      Nothing here yet. Tap a message, or write to <bdi>{rivalOf(match).username}</bdi>. If you two disagree about the
      result, a referee can read this.
    </p>
  );
}

/** Leaves the opponent's messages out of this match, or shows them again. */
function Muting({ match, room, actions }: { match: Match; room: Room; actions: ReturnType<typeof useRoomActions> }) {
  const { muting } = actions;
  const rival = rivalName(match);
  const toggle = () =>
    muting.mutate(!room.is_muted, {
      onSuccess: ({ is_muted }) =>
        toast.say(is_muted ? `You do not see messages of ${rival} here.` : "Messages are back."),
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 border-t border-line pt-1 text-sm">
      <p className="text-muted">{room.is_muted ? `Muted. ${rival} is not told.` : ""}</p>
      <Button tone="quiet" className="-mr-3 ml-auto px-3 text-sm" busy={muting.isPending} onClick={toggle}>
        {room.is_muted ? `Show messages of ${rival}` : `Mute ${rival}`}
      </Button>
    </div>
  );
}
