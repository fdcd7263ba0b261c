/** The player's own account and record. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { useAuth } from "@/hooks/useAuth";

const STATS = "/api/v1/users/me/stats";
const ME = "/api/v1/users/me";

export function useMe() {
  const { status } = useAuth();
  return useQuery({
    queryKey: ["get", ME],
    queryFn: async ({ signal }) => orThrow(await api.GET(ME, { signal })),
    enabled: status === "signed-in",
    staleTime: 60_000,
  });
}

export const useStats = () =>
  useQuery({ queryKey: ["get", STATS], queryFn: async ({ signal }) => orThrow(await api.GET(STATS, { signal })) });

export function useChangeGamerTag() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (cod_username: string) =>
      orThrow(await api.PATCH(ME, { body: { cod_username: cod_username || null } })),
    onSuccess: (me) => queries.setQueryData(["get", ME], me),
  });
}
