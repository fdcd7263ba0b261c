/** What a player can do in a match before it is decided: be ready, report, cancel. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isLive, matchQueryOptions } from "@/hooks/matches/useMatches";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { Match, Outcome } from "@/types/match";

const ONE = "/api/v1/matches/{match_id}";

/** Each action returns the match in its new state. */
export function useMatchActions(id: number) {
  const queries = useQueryClient();
  const path = { match_id: id };
  const onSuccess = (match: Match) => {
    queries.setQueryData(matchQueryOptions(id).queryKey, match);
    refresh(queries, ["/api/v1/matches", "/api/v1/matchmaking/queue"]);
    if (!isLive(match))
      refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/users/me/stats"]);
  };
  // The opponent may have been quicker: show the current state of the match.
  const onError = () => refresh(queries, [ONE, "/api/v1/matches"]);

  const ready = useMutation({
    mutationFn: async () => orThrow(await api.POST("/api/v1/matches/{match_id}/ready", { params: { path } })),
    onSuccess,
    onError,
  });
  const report = useMutation({
    mutationFn: async ({ outcome, replay = false }: { outcome: Outcome; replay?: boolean }) =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/report", { params: { path }, body: { outcome, replay } })),
    onSuccess,
    onError,
  });
  const cancel = useMutation({
    mutationFn: async () => orThrow(await api.POST("/api/v1/matches/{match_id}/cancel", { params: { path } })),
    onSuccess,
    onError,
  });
  return { ready, report, cancel };
}
