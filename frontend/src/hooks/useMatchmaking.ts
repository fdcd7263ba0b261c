/** The queue: joining with a stake, waiting, leaving, and what the player is in right now. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useIntentKey } from "@/hooks/useIntentKey";
import { isLive, useMatch } from "@/hooks/useMatches";
import { useSocketStatus } from "@/hooks/useWebSocket";
import { $api, api, orThrow } from "@/lib/api";
import { refresh } from "@/lib/live";
import { isPassing } from "@/lib/problems";
import type { Match, Queue, QueueEntry } from "@/types/match";

const PATH = "/api/v1/matchmaking/queue";
const KEY = ["get", PATH, {}];

/** While searching a second counts, so we look often even when the socket is up. */
const pace = (queue: Queue | undefined, live: boolean): number => {
  if (queue?.status === "searching") return live ? 8_000 : 2_500;
  return live ? 60_000 : 15_000;
};

export function useQueue() {
  const live = useSocketStatus() === "open";
  return $api.useQuery("get", PATH, {}, { refetchInterval: (query) => pace(query.state.data, live) });
}

export function useJoinQueue() {
  const queries = useQueryClient();
  const { keyFor, done } = useIntentKey();
  return useMutation({
    mutationFn: async (entry: QueueEntry) =>
      orThrow(await api.POST(PATH, { params: { header: { "Idempotency-Key": keyFor(JSON.stringify(entry)) } }, body: entry })),
    onSuccess: (queue) => {
      done();
      settle(queries, queue);
    },
    onError: (error) => {
      if (!isPassing(error)) done();
      refresh(queries, [PATH]);
    },
  });
}

export function useLeaveQueue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => orThrow(await api.DELETE(PATH)),
    onSuccess: (queue) => settle(queries, queue),
    // Too late, perhaps: an opponent was found between the thought and the tap.
    onError: () => refresh(queries, [PATH, "/api/v1/matches"]),
  });
}

function settle(queries: ReturnType<typeof useQueryClient>, queue: Queue) {
  queries.setQueryData(KEY, queue);
  refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/matches"]);
}

export type InPlay = { kind: "unknown" } | { kind: "idle" } | { kind: "searching"; queue: Queue } | { kind: "match"; match: Match };

/** What the player is in right now, wherever he is in the app. */
export function useInPlay(): InPlay {
  const { data: queue } = useQueue();
  const { data: match } = useMatch(queue?.status === "matched" ? (queue.match_id ?? null) : null);
  if (!queue) return { kind: "unknown" };
  if (queue.status === "searching") return { kind: "searching", queue };
  if (queue.status === "matched") {
    if (!match) return { kind: "unknown" };
    return isLive(match) ? { kind: "match", match } : { kind: "idle" };
  }
  return { kind: "idle" };
}
