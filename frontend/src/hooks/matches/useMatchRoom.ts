/** The room of a match: its messages, writing, reporting and muting, and how much of it is unread. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isLive } from "@/hooks/matches/useMatches";
import { useIntentKey } from "@/hooks/useIntentKey";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { isProblem, problemCode } from "@/lib/api/problem";
import { read, write } from "@/lib/api/storage";
import { serverNow } from "@/lib/format/clock";
import { refresh } from "@/lib/live/live";
import type { Match } from "@/types/match";
import type { NewMessage, ReportReason, Room, RoomMessage } from "@/types/room";

const ROOM = "/api/v1/matches/{match_id}/messages";

/** All of it each time, because messages already here may be hidden, muted or reported meanwhile. */
export const roomQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ROOM, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(ROOM, { params: { path: { match_id: id } }, signal })),
  });

export function useMatchRoom(match: Pick<Match, "id" | "status">) {
  const interval = usePollInterval({ live: 60_000, down: 4_000 });
  return useQuery({ ...roomQueryOptions(match.id), refetchInterval: isLive(match) ? interval : false });
}

/** What a player can do in the room. `sending.variables` is what was sent last, also if it did not arrive. */
export function useRoomActions(id: number) {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  const [mayWriteAt, setMayWriteAt] = useState<string | null>(null);
  const path = { match_id: id };
  const change = (changed: (room: Room) => Room) =>
    queries.setQueryData(roomQueryOptions(id).queryKey, (room) => room && changed(room));
  const put = (message: RoomMessage) =>
    change((room) => ({
      ...room,
      items: [...room.items.filter((one) => one.id !== message.id), message].sort((one, other) => one.id - other.id),
    }));

  const sending = useMutation({
    mutationFn: async (body: NewMessage) =>
      orThrow(
        await api.POST(ROOM, {
          params: { path, header: { "Idempotency-Key": keyFor(JSON.stringify([id, body])) } },
          body,
        }),
      ),
    onSuccess: (message) => {
      succeeded();
      setMayWriteAt(null);
      put(message);
    },
    onError: (error) => {
      failed(error);
      const wait = problemCode(error) === "too_many_requests" && isProblem(error) ? error.retry_after : null;
      if (wait) setMayWriteAt(new Date(serverNow() + wait * 1_000).toISOString());
      // Closed, silenced or blocked meanwhile: show how it stands.
      else if (isProblem(error)) refresh(queries, [ROOM]);
    },
  });
  const reporting = useMutation({
    mutationFn: async ({ messageId, reason }: { messageId: number; reason: ReportReason }) =>
      orThrow(
        await api.POST("/api/v1/matches/{match_id}/messages/{message_id}/report", {
          params: { path: { ...path, message_id: messageId } },
          body: { reason },
        }),
      ),
    onSuccess: put,
  });
  const muting = useMutation({
    mutationFn: async (is_muted: boolean) =>
      orThrow(await api.PUT("/api/v1/matches/{match_id}/messages/mute", { params: { path }, body: { is_muted } })),
    onSuccess: ({ is_muted }) => {
      change((room) => ({ ...room, is_muted, items: is_muted ? room.items.filter((one) => one.is_mine) : room.items }));
      refresh(queries, [ROOM]);
    },
  });
  return { sending, reporting, muting, mayWriteAt };
}

/** How many messages of the opponent are unread; kept on this phone for the match that was read last. */
export function useUnread(id: number, items: readonly RoomMessage[]) {
  const [seen, setSeen] = useState(() => {
    const [match, last] = (read("room-read") ?? "").split(":").map(Number);
    return match === id ? (last ?? 0) : 0;
  });
  const newest = items.at(-1)?.id ?? 0;
  const markRead = () => {
    if (newest <= seen) return;
    setSeen(newest);
    write("room-read", `${id}:${newest}`);
  };
  return { unread: items.filter((one) => !one.is_mine && one.id > seen).length, markRead };
}
