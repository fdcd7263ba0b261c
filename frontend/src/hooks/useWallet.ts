/** The wallet and its movements. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { usePace } from "@/hooks/useWebSocket";
import { $api, api, orThrow } from "@/lib/api";

export function useWallet() {
  const refetchInterval = usePace({ live: 60_000, down: 15_000 });
  return $api.useQuery("get", "/api/v1/payments/wallet", {}, { refetchInterval });
}

/** Movements, newest first, page by page. */
export function useStatement() {
  return useInfiniteQuery({
    queryKey: ["get", "/api/v1/payments/transactions", "pages"],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(
        await api.GET("/api/v1/payments/transactions", {
          params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
