/** What players set for their own protection: limits, and breaks from play. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useIntentKey } from "@/hooks/useIntentKey";
import { api, orThrow } from "@/lib/api/api";
import { readAgain } from "@/lib/live/live";
import type { Break, LimitChange } from "@/types/protection";

const LIMITS = "/api/v1/users/me/limits";

export const protectionQueryOptions = queryOptions({
  queryKey: ["get", LIMITS],
  queryFn: async ({ signal }) => orThrow(await api.GET(LIMITS, { signal })),
});

export const useProtection = () => useQuery(protectionQueryOptions);

/** Sets a limit, or confirms one that has waited. */
export function useLimits() {
  const queries = useQueryClient();
  const keep = {
    onSuccess: (data: Awaited<ReturnType<typeof put>>) => queries.setQueryData(protectionQueryOptions.queryKey, data),
  };
  const put = async (body: LimitChange) => orThrow(await api.PUT(LIMITS, { body }));
  const change = useMutation({ mutationFn: put, ...keep });
  const confirm = useMutation({
    mutationFn: async (limit_id: number) =>
      orThrow(await api.POST("/api/v1/users/me/limits/{limit_id}/confirm", { params: { path: { limit_id } } })),
    ...keep,
    onError: () => queries.invalidateQueries(protectionQueryOptions),
  });
  return { change, confirm };
}

/** Begins a break; what had not begun is over then, so all that shows money or play is fetched again. */
export function useTakeBreak() {
  const queries = useQueryClient();
  const intent = useIntentKey();
  return useMutation({
    mutationFn: async (taken: Break) => {
      const header = { "Idempotency-Key": intent.keyFor(JSON.stringify(taken)) };
      return "hours" in taken
        ? orThrow(await api.POST("/api/v1/users/me/time-out", { body: taken, params: { header } }))
        : orThrow(await api.POST("/api/v1/users/me/self-exclusion", { body: taken, params: { header } }));
    },
    onSuccess: (data) => {
      intent.succeeded();
      readAgain(queries);
      queries.setQueryData(protectionQueryOptions.queryKey, data);
    },
    onError: intent.failed,
  });
}
