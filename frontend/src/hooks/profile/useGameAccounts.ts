/** The player's names in the game, and whether Activision shows their matches. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMe } from "@/hooks/profile/useProfile";
import { useAuth } from "@/hooks/useAuth";
import { api, orThrow } from "@/lib/api/api";
import type { Platform } from "@/types/match";
import type { GameAccount } from "@/types/user";

const ACCOUNTS = "/api/v1/users/me/game-accounts";
const ONE = "/api/v1/users/me/game-accounts/{platform}";
const SERVICE = "/api/v1/matches/verification-status";

/** A probe takes seconds when Activision answers, and is repeated a quarter of an hour later when it does not. */
const PROBE_POLL_MS = 3_000;

const isBeingProbed = (account: GameAccount): boolean =>
  account.platform !== "mobile" && account.visibility === "unknown" && account.probed_at === null;

export const gameAccountsQueryOptions = queryOptions({
  queryKey: ["get", ACCOUNTS],
  queryFn: async ({ signal }) => orThrow(await api.GET(ACCOUNTS, { signal })).items,
});

/** Whether lookups in Call of Duty's records work now; matches end without them as well. */
export const verificationServiceQueryOptions = queryOptions({
  queryKey: ["get", SERVICE],
  queryFn: async ({ signal }) => orThrow(await api.GET(SERVICE, { signal })).automatic_verification,
  staleTime: 60_000,
});

export function useGameAccounts() {
  const { status } = useAuth();
  return useQuery({
    ...gameAccountsQueryOptions,
    enabled: status === "signed-in",
    refetchInterval: (query) => (query.state.data?.some(isBeingProbed) ? PROBE_POLL_MS : false),
  });
}

/**
 * The name by which an opponent invites the player on `platform`: null when there is none, undefined until
 * that is known. The name given at registration is the Activision one.
 */
export function useGameName(platform: Platform): string | null | undefined {
  const { data: accounts } = useGameAccounts();
  const { data: me } = useMe();
  if (!accounts || !me) return undefined;
  const account = accounts.find((one) => one.platform === platform && one.visibility !== "taken");
  return account?.username ?? (platform === "acti" ? me.cod_username : null);
}

export const useVerificationService = () => useQuery(verificationServiceQueryOptions);

export function usePutGameAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ platform, username }: { platform: Platform; username: string }) =>
      orThrow(await api.PUT(ONE, { params: { path: { platform } }, body: { username } })),
    onSuccess: (account) =>
      queries.setQueryData(gameAccountsQueryOptions.queryKey, (all = []) => [
        ...all.filter((one) => one.platform !== account.platform),
        account,
      ]),
  });
}

export function useRemoveGameAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (platform: Platform) => {
      const answer = await api.DELETE(ONE, { params: { path: { platform } } });
      if (!answer.response.ok) throw answer.error;
    },
    onSuccess: (_, platform) =>
      queries.setQueryData(gameAccountsQueryOptions.queryKey, (all = []) =>
        all.filter((one) => one.platform !== platform),
      ),
  });
}
