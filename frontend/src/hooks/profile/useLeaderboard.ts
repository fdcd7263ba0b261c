/** Who leads, page by page, and where the player stands. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { Board, Period } from "@/types/user";

const BOARD = "/api/v1/leaderboard";

export function useLeaderboard(board: Board, period: Period) {
  return useInfiniteQuery({
    queryKey: ["get", BOARD, board, period],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(
        await api.GET(BOARD, {
          params: { query: { board, period, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
