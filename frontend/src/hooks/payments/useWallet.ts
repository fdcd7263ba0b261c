/** The wallet: what is there now. */
import { useQuery } from "@tanstack/react-query";
import { usePace } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";

const WALLET = "/api/v1/payments/wallet";

export function useWallet() {
  const refetchInterval = usePace({ live: 60_000, down: 15_000 });
  return useQuery({
    queryKey: ["get", WALLET],
    queryFn: async ({ signal }) => orThrow(await api.GET(WALLET, { signal })),
    refetchInterval,
  });
}
