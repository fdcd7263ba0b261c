/** What a player does in a match: ready, report, call it off. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isLive, matchKey } from "@/hooks/matches/useMatches";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { Match, Outcome } from "@/types/match";

const ONE = "/api/v1/matches/{match_id}";

/** Each deed answers with the match as it stands after it. */
export function useMatchActions(id: number) {
  const queries = useQueryClient();
  const path = { match_id: id };
  const onSuccess = (match: Match) => {
    queries.setQueryData(matchKey(id), match);
    refresh(queries, ["/api/v1/matches", "/api/v1/matchmaking/queue"]);
    if (!isLive(match))
      refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/users/me/stats"]);
  };
  // The other player may have been quicker: show where the match stands now.
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
