/** What a player does about a result: agree, object, dispute, say that all is shown, appeal. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useIntentKey } from "@/hooks/useIntentKey";
import { matchKey } from "@/hooks/matches/useMatches";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import { isPassing } from "@/lib/api/problem";
import type { Complaint, Match, Outcome } from "@/types/match";

/** Each deed answers with the match as it stands after it; each is sent with one key until it is through. */
export function useDisputeActions(id: number) {
  const queries = useQueryClient();
  const { keyFor, done } = useIntentKey();
  const path = { match_id: id };
  const sent = (intent: unknown) => ({ path, header: { "Idempotency-Key": keyFor(JSON.stringify([id, intent])) } });
  const onSuccess = (match: Match) => {
    done();
    queries.setQueryData(matchKey(id), match);
    refresh(queries, ["/api/v1/matches", "/api/v1/matchmaking/queue", "/api/v1/matches/{match_id}/evidence"]);
    if (match.status === "completed")
      refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/users/me/stats"]);
  };
  const onError = (error: unknown) => {
    if (!isPassing(error)) done();
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
      orThrow(await api.POST("/api/v1/matches/{match_id}/dispute", { params: sent(body), body })),
    onSuccess,
    onError,
  });
  const allShown = useMutation({
    mutationFn: async () =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/dispute/done", { params: sent("done") })),
    onSuccess,
    onError,
  });
  const appeal = useMutation({
    mutationFn: async (body: { reason: string }) =>
      orThrow(await api.POST("/api/v1/matches/{match_id}/appeal", { params: sent(body), body })),
    onSuccess,
    onError,
  });
  return { confirm, contest, dispute, allShown, appeal };
}
