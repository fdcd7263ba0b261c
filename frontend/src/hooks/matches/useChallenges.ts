/** Challenges: by link, by name, on the board, and rematches. The stake is held while one is open. */
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useIntentKey } from "@/hooks/useIntentKey";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { Challenge, ChallengeRequest } from "@/types/match";

const BOARD = "/api/v1/matches/challenges";
const ONE = "/api/v1/matches/challenges/{code}";

export const challengesQueryOptions = queryOptions({
  queryKey: ["get", BOARD],
  queryFn: async ({ signal }) => orThrow(await api.GET(BOARD, { signal })).items,
});

export const challengeQueryOptions = (code: string) =>
  queryOptions({
    queryKey: ["get", ONE, code],
    queryFn: async ({ signal }) => orThrow(await api.GET(ONE, { params: { path: { code } }, signal })),
  });

export function useChallenges() {
  const refetchInterval = usePollInterval({ live: 30_000, down: 10_000 });
  return useQuery({ ...challengesQueryOptions, refetchInterval });
}

/** Challenges to this player by name, newest first; the socket says when there is a new one. */
export function useChallengesForMe(enabled: boolean): readonly Challenge[] {
  const refetchInterval = usePollInterval({ live: 120_000, down: 20_000 });
  const { data = [] } = useQuery({ ...challengesQueryOptions, enabled, refetchInterval });
  return enabled ? data.filter(({ opponent, is_mine: mine }) => opponent !== null && !mine) : [];
}

export function useChallenge(code: string | null) {
  const interval = usePollInterval({ live: 15_000, down: 4_000 });
  return useQuery({
    ...challengeQueryOptions(code ?? ""),
    enabled: code !== null,
    refetchInterval: (query) => (query.state.data && query.state.data.state !== "open" ? false : interval),
  });
}

/** Each action is sent under one idempotency key until the API has answered, so that two taps hold one stake. */
export function useChallengeActions() {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  const header = (intent: unknown) => ({ "Idempotency-Key": keyFor(JSON.stringify(intent)) });
  const onSuccess = (challenge: Challenge) => {
    succeeded();
    storeChallenge(queries, challenge);
  };
  const onError = (error: unknown) => {
    failed(error);
    refresh(queries, [BOARD, ONE, "/api/v1/matchmaking/queue"]);
  };
  const create = useMutation({
    mutationFn: async (body: ChallengeRequest) =>
      orThrow(await api.POST(BOARD, { params: { header: header(body) }, body })),
    onSuccess,
    onError,
  });
  const accept = useMutation({
    mutationFn: async (code: string) =>
      orThrow(
        await api.POST("/api/v1/matches/challenges/{code}/accept", {
          params: { path: { code }, header: header(["accept", code]) },
        }),
      ),
    onSuccess,
    onError,
  });
  const cancel = useMutation({
    mutationFn: async (code: string) => orThrow(await api.DELETE(ONE, { params: { path: { code } } })),
    onSuccess,
    onError,
  });
  const rematch = useMutation({
    mutationFn: async (match_id: number) =>
      orThrow(
        await api.POST("/api/v1/matches/{match_id}/rematch", {
          params: { path: { match_id }, header: header(["rematch", match_id]) },
        }),
      ),
    onSuccess,
    onError,
  });
  return { create, accept, cancel, rematch };
}

function storeChallenge(queries: QueryClient, challenge: Challenge) {
  queries.setQueryData(challengeQueryOptions(challenge.code).queryKey, challenge);
  refresh(queries, [
    BOARD,
    "/api/v1/matchmaking/queue",
    "/api/v1/matches",
    "/api/v1/payments/wallet",
    "/api/v1/payments/transactions",
  ]);
}
