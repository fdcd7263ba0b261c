/** What the player is in right now: nothing, the queue, or a match. */
import { useQuery } from "@tanstack/react-query";
import { isLive, useMatch } from "@/hooks/useMatches";
import { useSocketStatus } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api";
import type { Match, Queue } from "@/types/match";

export const QUEUE = "/api/v1/matchmaking/queue";
export const QUEUE_KEY = ["get", QUEUE];

/** While searching a second counts, so we look often even when the socket is up. */
const pace = (queue: Queue | undefined, live: boolean): number => {
  if (queue?.status === "searching") return live ? 8_000 : 2_500;
  return live ? 60_000 : 15_000;
};

export function useQueue() {
  const live = useSocketStatus() === "open";
  return useQuery({
    queryKey: QUEUE_KEY,
    queryFn: async ({ signal }) => orThrow(await api.GET(QUEUE, { signal })),
    refetchInterval: (query) => pace(query.state.data, live),
  });
}

export type InPlay =
  { kind: "unknown" } | { kind: "idle" } | { kind: "searching"; queue: Queue } | { kind: "match"; match: Match };

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
