/** Matches: one, and the newest. */
import { useQuery } from "@tanstack/react-query";
import { usePace } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import type { Match } from "@/types/match";

const MANY = "/api/v1/matches";
const ONE = "/api/v1/matches/{match_id}";
export const matchKey = (id: number) => ["get", ONE, id];

export const isLive = (match: Pick<Match, "status">) => match.status === "pending" || match.status === "active";
/** Not decided yet: the stakes are still locked, and nobody can join the queue meanwhile. */
export const isOpen = (match: Pick<Match, "status">) => isLive(match) || match.status === "disputed";

export function useMatch(id: number | null) {
  const pace = usePace({ live: 15_000, down: 3_000 });
  return useQuery({
    queryKey: matchKey(id ?? 0),
    queryFn: async ({ signal }) => orThrow(await api.GET(ONE, { params: { path: { match_id: id ?? 0 } }, signal })),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? pace : false),
  });
}

/** The newest matches of the player, for the dashboard. */
export function useRecentMatches() {
  const refetchInterval = usePace({ live: 60_000, down: 20_000 });
  return useQuery({
    queryKey: ["get", MANY, "recent"],
    queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { params: { query: { limit: 5 } }, signal })),
    refetchInterval,
  });
}
