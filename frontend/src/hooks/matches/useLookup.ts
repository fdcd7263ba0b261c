/** The state of the lookup of a match in Call of Duty's own records. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";

const LOOKUP = "/api/v1/matches/{match_id}/verification";

export const lookupQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", LOOKUP, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(LOOKUP, { params: { path: { match_id: id } }, signal })),
  });

export function useLookup(id: number) {
  const refetchInterval = usePollInterval({ live: 60_000, down: 30_000 });
  return useQuery({ ...lookupQueryOptions(id), refetchInterval });
}
