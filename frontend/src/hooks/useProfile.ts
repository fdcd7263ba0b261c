/** The player's own account and record. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { $api, api, orThrow } from "@/lib/api";
import { useAuth } from "@/hooks/useAuth";

const ME = "/api/v1/users/me";

export function useMe() {
  const { status } = useAuth();
  return $api.useQuery("get", ME, {}, { enabled: status === "signed-in", staleTime: 60_000 });
}

export const useStats = () => $api.useQuery("get", "/api/v1/users/me/stats");

export function useChangeGamerTag() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (cod_username: string) => orThrow(await api.PATCH(ME, { body: { cod_username: cod_username || null } })),
    onSuccess: (me) => queries.setQueryData(["get", ME, {}], me),
  });
}
