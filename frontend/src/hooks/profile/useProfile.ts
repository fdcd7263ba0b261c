/** The player's own account, record and standing. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useAuth } from "@/hooks/useAuth";
import { api, orThrow } from "@/lib/api/api";

const ME = "/api/v1/users/me";
const STATS = "/api/v1/users/me/stats";
const STANDING = "/api/v1/users/me/standing";

export const meQueryOptions = queryOptions({
  queryKey: ["get", ME],
  queryFn: async ({ signal }) => orThrow(await api.GET(ME, { signal })),
  staleTime: 60_000,
});

export const statsQueryOptions = queryOptions({
  queryKey: ["get", STATS],
  queryFn: async ({ signal }) => orThrow(await api.GET(STATS, { signal })),
});

/** False claims on record and what follows from them. */
export const standingQueryOptions = queryOptions({
  queryKey: ["get", STANDING],
  queryFn: async ({ signal }) => orThrow(await api.GET(STANDING, { signal })),
  staleTime: 60_000,
});

export function useMe() {
  const { status } = useAuth();
  return useQuery({ ...meQueryOptions, enabled: status === "signed-in" });
}

export const useStats = () => useQuery(statsQueryOptions);

export const useStanding = () => useQuery(standingQueryOptions);
