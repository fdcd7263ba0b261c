/** Joining the queue with a stake, and leaving it with the stake. */
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { QUEUE, queueQueryOptions } from "@/hooks/matches/useInPlay";
import { useIntentKey } from "@/hooks/useIntentKey";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { Queue, QueueEntry } from "@/types/match";

export function useJoinQueue() {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  return useMutation({
    mutationFn: async (entry: QueueEntry) =>
      orThrow(
        await api.POST(QUEUE, {
          params: { header: { "Idempotency-Key": keyFor(JSON.stringify(entry)) } },
          body: entry,
        }),
      ),
    onSuccess: (queue) => {
      succeeded();
      storeQueue(queries, queue);
    },
    onError: (error) => {
      failed(error);
      refresh(queries, [QUEUE]);
    },
  });
}

export function useLeaveQueue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => orThrow(await api.DELETE(QUEUE)),
    onSuccess: (queue) => storeQueue(queries, queue),
    // An opponent may have been found just before the tap.
    onError: () => refresh(queries, [QUEUE, "/api/v1/matches"]),
  });
}

function storeQueue(queries: QueryClient, queue: Queue) {
  queries.setQueryData(queueQueryOptions.queryKey, queue);
  refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/matches"]);
}
