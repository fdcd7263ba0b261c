/** Matches of the player: one by its id, and the newest. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import type { Match } from "@/types/match";

const MANY = "/api/v1/matches";
const ONE = "/api/v1/matches/{match_id}";

export const isLive = (match: Pick<Match, "status">) => match.status === "pending" || match.status === "active";
/** Not decided yet: the stakes are still locked. A disputed match keeps nobody from playing others. */
export const isOpen = (match: Pick<Match, "status">) => isLive(match) || match.status === "disputed";

export const matchQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ONE, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(ONE, { params: { path: { match_id: id } }, signal })),
  });

/** The newest matches of the player, for the dashboard. */
export const recentMatchesQueryOptions = queryOptions({
  queryKey: ["get", MANY, "recent"],
  queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { params: { query: { limit: 5 } }, signal })),
});

export const disputedMatchQueryOptions = queryOptions({
  queryKey: ["get", MANY, "disputed"],
  queryFn: async ({ signal }) =>
    orThrow(await api.GET(MANY, { params: { query: { status: "disputed", limit: 1 } }, signal })),
});

export function useMatch(id: number | null) {
  const interval = usePollInterval({ live: 15_000, down: 3_000 });
  return useQuery({
    ...matchQueryOptions(id ?? 0),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && isOpen(query.state.data) ? interval : false),
  });
}

export function useRecentMatches() {
  const refetchInterval = usePollInterval({ live: 60_000, down: 20_000 });
  return useQuery({ ...recentMatchesQueryOptions, refetchInterval });
}

/** The player's newest match that waits for their proof or for a referee; null while they are `busy` with another. */
export function useDispute(busy: boolean): Match | null {
  const refetchInterval = usePollInterval({ live: 60_000, down: 20_000 });
  const { data } = useQuery({ ...disputedMatchQueryOptions, enabled: !busy, refetchInterval });
  return (busy ? null : data?.items[0]) ?? null;
}
