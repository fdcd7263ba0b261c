/** Claims of a game name: open one, and have its code looked for. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { gameAccountsQueryOptions } from "@/hooks/profile/useGameAccounts";
import type { Platform } from "@/types/match";

const CLAIMS = "/api/v1/users/me/name-claims";
const CHECK = "/api/v1/users/me/name-claims/{claim_id}/check";

type Claim = { platform: Platform; username: string; link?: string };

export function useClaimName() {
  return useMutation({
    mutationFn: async ({ platform, username, link }: Claim) =>
      orThrow(await api.POST(CLAIMS, { body: { platform, username, ...(link ? { link } : {}) } })),
  });
}

export function useCheckClaim() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (claim: number) => orThrow(await api.POST(CHECK, { params: { path: { claim_id: claim } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: gameAccountsQueryOptions.queryKey }),
  });
}
