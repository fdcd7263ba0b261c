/** The player's names in the game, and whether anybody can look them up. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useAuth } from "@/hooks/useAuth";
import { api, orThrow } from "@/lib/api/api";
import type { Platform } from "@/types/match";
import type { GameAccount } from "@/types/user";

const ACCOUNTS = "/api/v1/users/me/game-accounts";
const ONE = "/api/v1/users/me/game-accounts/{platform}";
const KEY = ["get", ACCOUNTS];
const SERVICE = "/api/v1/matches/verification-status";

/** A look takes seconds when Activision answers, and is made again a quarter of an hour later when it does not. */
const LOOKING = 3_000;

export const isUnseen = (account: GameAccount): boolean =>
  account.platform !== "mobile" && account.visibility === "unknown" && account.probed_at === null;

export function useGameAccounts() {
  const { status } = useAuth();
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => orThrow(await api.GET(ACCOUNTS, { signal })).items,
    enabled: status === "signed-in",
    refetchInterval: (query) => (query.state.data?.some(isUnseen) ? LOOKING : false),
  });
}

/** Whether Call of Duty's records help now; a match ends just as well without them. */
export const useVerificationService = () =>
  useQuery({
    queryKey: ["get", SERVICE],
    queryFn: async ({ signal }) => orThrow(await api.GET(SERVICE, { signal })).automatic_verification,
    staleTime: 60_000,
  });

export function usePutGameAccount() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ platform, username }: { platform: Platform; username: string }) =>
      orThrow(await api.PUT(ONE, { params: { path: { platform } }, body: { username } })),
    onSuccess: (account) =>
      queries.setQueryData<GameAccount[]>(KEY, (all = []) => [
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
      queries.setQueryData<GameAccount[]>(KEY, (all = []) => all.filter((one) => one.platform !== platform)),
  });
}
