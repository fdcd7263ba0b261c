/** How our look for a match in the game's own records stands. */
import { useQuery } from "@tanstack/react-query";
import { usePace } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";

const LOOKUP = "/api/v1/matches/{match_id}/verification";

export function useLookup(id: number) {
  const refetchInterval = usePace({ live: 60_000, down: 30_000 });
  return useQuery({
    queryKey: ["get", LOOKUP, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(LOOKUP, { params: { path: { match_id: id } }, signal })),
    refetchInterval,
  });
}
