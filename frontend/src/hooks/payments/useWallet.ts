/** The wallet: available, in play, on its way out, and owed. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";

const WALLET = "/api/v1/payments/wallet";

export const walletQueryOptions = queryOptions({
  queryKey: ["get", WALLET],
  queryFn: async ({ signal }) => orThrow(await api.GET(WALLET, { signal })),
});

export function useWallet() {
  const refetchInterval = usePollInterval({ live: 60_000, down: 15_000 });
  return useQuery({ ...walletQueryOptions, refetchInterval });
}
