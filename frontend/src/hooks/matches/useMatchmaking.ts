/** The queue: joining it with a stake, and leaving it with the stake. */
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { QUEUE, QUEUE_KEY } from "@/hooks/matches/useInPlay";
import { useIntentKey } from "@/hooks/useIntentKey";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import { isPassing } from "@/lib/api/problem";
import type { Queue, QueueEntry } from "@/types/match";

export function useJoinQueue() {
  const queries = useQueryClient();
  const { keyFor, done } = useIntentKey();
  return useMutation({
    mutationFn: async (entry: QueueEntry) =>
      orThrow(
        await api.POST(QUEUE, {
          params: { header: { "Idempotency-Key": keyFor(JSON.stringify(entry)) } },
          body: entry,
        }),
      ),
    onSuccess: (queue) => {
      done();
      settle(queries, queue);
    },
    onError: (error) => {
      if (!isPassing(error)) done();
      refresh(queries, [QUEUE]);
    },
  });
}

export function useLeaveQueue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => orThrow(await api.DELETE(QUEUE)),
    onSuccess: (queue) => settle(queries, queue),
    // Too late, perhaps: an opponent was found between the thought and the tap.
    onError: () => refresh(queries, [QUEUE, "/api/v1/matches"]),
  });
}

function settle(queries: QueryClient, queue: Queue) {
  queries.setQueryData(QUEUE_KEY, queue);
  refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/matches"]);
}
