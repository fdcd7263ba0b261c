/** What the player is in right now: nothing, the queue, an open challenge, or a match. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { isOpen, useMatch } from "@/hooks/matches/useMatches";
import { useSocketStatus } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { USUAL_TERMS, type Terms } from "@/lib/format/money";
import type { Match, Queue } from "@/types/match";

export const QUEUE = "/api/v1/matchmaking/queue";

export const queueQueryOptions = queryOptions({
  queryKey: ["get", QUEUE],
  queryFn: async ({ signal }): Promise<Queue> => orThrow(await api.GET(QUEUE, { signal })),
});

/** Milliseconds between two polls; short while searching, even when the socket is up, because a second counts. */
const pollInterval = (queue: Queue | undefined, live: boolean): number => {
  if (queue?.status === "searching" || queue?.status === "challenging") return live ? 8_000 : 2_500;
  return live ? 60_000 : 15_000;
};

export function useQueue() {
  const live = useSocketStatus() === "open";
  return useQuery({ ...queueQueryOptions, refetchInterval: (query) => pollInterval(query.state.data, live) });
}

/** The current fee and stake limits of the player; the usual ones until the API has answered. */
export function useTerms(): Terms {
  const queue = useQueue().data;
  if (!queue) return USUAL_TERMS;
  const { fee_rate: feeRate, minimum_wager: min, maximum_wager: max } = queue.terms;
  const newcomer = queue.newcomer_maximum;
  return { feeRate, min: Number(min), max: Number(newcomer ?? max), isNewcomer: newcomer != null };
}

export type InPlay =
  | { kind: "unknown"; error: unknown; retry: () => void }
  | { kind: "idle" }
  | { kind: "searching"; queue: Queue }
  | { kind: "challenging"; code: string; queue: Queue }
  | { kind: "match"; match: Match };

/** A match counts until it is decided or, as soon as the queue knows, disputed: then they may play on. */
export function useInPlay(): InPlay {
  const queue = useQueue();
  const matched = queue.data?.status === "matched";
  const match = useMatch(matched ? (queue.data?.match_id ?? null) : null);
  if (queue.data?.status === "idle") return { kind: "idle" };
  if (queue.data?.status === "searching") return { kind: "searching", queue: queue.data };
  if (queue.data?.status === "challenging" && queue.data.challenge_code)
    return { kind: "challenging", code: queue.data.challenge_code, queue: queue.data };
  if (matched && match.data) return isOpen(match.data) ? { kind: "match", match: match.data } : { kind: "idle" };
  return {
    kind: "unknown",
    error: queue.error ?? match.error,
    retry: () => void (matched ? match.refetch() : queue.refetch()),
  };
}
