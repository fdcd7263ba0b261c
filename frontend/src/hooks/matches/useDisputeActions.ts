/** What a player can do about a result: confirm, contest, dispute, finish showing evidence, appeal. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { matchQueryOptions } from "@/hooks/matches/useMatches";
import { useIntentKey } from "@/hooks/useIntentKey";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { Complaint, Match, Outcome } from "@/types/match";

/** Each action returns the match in its new state. Disputes and appeals carry an idempotency key. */
export function useDisputeActions(id: number) {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  const path = { match_id: id };
  const keyed = (intent: unknown) => ({ path, header: { "Idempotency-Key": keyFor(JSON.stringify([id, intent])) } });
  const onSuccess = (match: Match) => {
    succeeded();
    queries.setQueryData(matchQueryOptions(id).queryKey, match);
    refresh(queries, ["/api/v1/matches", "/api/v1/matchmaking/queue", "/api/v1/matches/{match_id}/evidence"]);
    if (match.status === "completed")
      refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/users/me/stats"]);
  };
  const onError = (error: unknown) => {
    failed(error);
    refresh(queries, ["/api/v1/matches/{match_id}", "/api/v1/matches"]);
  };

  const confirm = useMutation({
    mutationFn: async () => orThrow(await api.POST("/api/v1/matches/{match_id}/confirm", { params: { path } })),
    onSuccess,
    onError,
  });
  const contest = useMutation({
    mutationFn: async (outcome: Outcome) =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/contest", { params: { path }, body: { outcome } })),
    onSuccess,
    onError,
  });
  const dispute = useMutation({
    mutationFn: async (body: { reason: Complaint; statement: string }) =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/dispute", { params: keyed(body), body })),
    onSuccess,
    onError,
  });
  const finishEvidence = useMutation({
    mutationFn: async () =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/dispute/done", { params: keyed("done") })),
    onSuccess,
    onError,
  });
  const appeal = useMutation({
    mutationFn: async (body: { reason: string }) =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/appeal", { params: keyed(body), body })),
    onSuccess,
    onError,
  });
  return { confirm, contest, dispute, finishEvidence, appeal };
}
