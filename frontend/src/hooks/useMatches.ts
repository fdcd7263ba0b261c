/** Matches: one, many, and what a player does in them. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { usePace } from "@/hooks/useWebSocket";
import { $api, api, orThrow } from "@/lib/api";
import { refresh } from "@/lib/live";
import type { Match, Outcome } from "@/types/match";

const ONE = "/api/v1/matches/{match_id}";
const keyOf = (id: number) => ["get", ONE, { params: { path: { match_id: id } } }];

export const isLive = (match: Pick<Match, "status">) => match.status === "pending" || match.status === "active";
const isOpen = (match: Pick<Match, "status">) => isLive(match) || match.status === "disputed";

export function useMatch(id: number | null) {
  const pace = usePace({ live: 15_000, down: 3_000 });
  return $api.useQuery(
    "get",
    ONE,
    { params: { path: { match_id: id ?? 0 } } },
    { enabled: id !== null, refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? pace : false) },
  );
}

/** The newest matches of the player, for the dashboard and to find an open one. */
export function useRecentMatches() {
  const refetchInterval = usePace({ live: 60_000, down: 20_000 });
  return $api.useQuery("get", "/api/v1/matches", { params: { query: { limit: 5 } } }, { refetchInterval });
}

export function useMatchHistory() {
  return useInfiniteQuery({
    queryKey: ["get", "/api/v1/matches", "pages"],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(await api.GET("/api/v1/matches", { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What a player does in a match; each deed answers with the match as it stands after it. */
export function useMatchDeeds(id: number) {
  const queries = useQueryClient();
  const path = { match_id: id };
  const onSuccess = (match: Match) => {
    queries.setQueryData(keyOf(id), match);
    refresh(queries, ["/api/v1/matches", "/api/v1/matchmaking/queue"]);
    if (!isLive(match)) refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions", "/api/v1/users/me/stats"]);
  };
  // The other player may have been quicker: show where the match stands now.
  const onError = () => refresh(queries, [ONE, "/api/v1/matches"]);

  const ready = useMutation({ mutationFn: async () => orThrow(await api.POST("/api/v1/matches/{match_id}/ready", { params: { path } })), onSuccess, onError });
  const report = useMutation({
    mutationFn: async (outcome: Outcome) => orThrow(await api.POST("/api/v1/matches/{match_id}/report", { params: { path }, body: { outcome } })),
    onSuccess,
    onError,
  });
  const cancel = useMutation({ mutationFn: async () => orThrow(await api.POST("/api/v1/matches/{match_id}/cancel", { params: { path } })), onSuccess, onError });
  return { ready, report, cancel };
}
