/** The movements of the wallet. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api";

const STATEMENT = "/api/v1/payments/transactions";

/** Movements, newest first, page by page. */
export function useStatement() {
  return useInfiniteQuery({
    queryKey: ["get", STATEMENT, "pages"],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(
        await api.GET(STATEMENT, {
          params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
