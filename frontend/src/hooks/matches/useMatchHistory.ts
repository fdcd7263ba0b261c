/** Every match of the player, newest first, page by page. */
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const MANY = "/api/v1/matches";

export const matchHistoryQueryOptions = infiniteQueryOptions({
  queryKey: ["get", MANY, "pages"],
  queryFn: async ({ pageParam, signal }) =>
    orThrow(
      await api.GET(MANY, { params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const useMatchHistory = () => useInfiniteQuery(matchHistoryQueryOptions);
