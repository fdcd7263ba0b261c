/** The list of tournaments by what one can do there, and the player's own. */
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import type { MyTournament, TournamentPhase } from "@/types/tournament";

const MANY = "/api/v1/tournaments";
const MINE = "/api/v1/tournaments/mine";

export const tournamentsQueryOptions = (status: TournamentPhase) =>
  infiniteQueryOptions({
    queryKey: ["get", MANY, status],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(
        await api.GET(MANY, { params: { query: { status, ...(pageParam ? { cursor: pageParam } : {}) } }, signal }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const myTournamentsQueryOptions = queryOptions({
  queryKey: ["get", MINE],
  queryFn: async ({ signal }) => orThrow(await api.GET(MINE, { signal })).items,
});

export function useTournaments(status: TournamentPhase) {
  const refetchInterval = usePollInterval({ live: 60_000, down: 30_000 });
  return useInfiniteQuery({ ...tournamentsQueryOptions(status), refetchInterval });
}

export function useMyTournaments() {
  const refetchInterval = usePollInterval({ live: 60_000, down: 15_000 });
  return useQuery({ ...myTournamentsQueryOptions, refetchInterval });
}

/** The one in which the player has something to do or to expect first: a match, else a check-in. */
export function useNextTournament(): MyTournament | null {
  const { data = [] } = useMyTournaments();
  return (
    data.find(({ me }) => me.next_match?.match_id != null) ??
    data.find(({ me }) => me.can_check_in) ??
    data.find(({ me }) => me.next_match !== null) ??
    null
  );
}
