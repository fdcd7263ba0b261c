/** A leaderboard, page by page, with the player's own place on it. */
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { Board, Period } from "@/types/user";

const BOARD = "/api/v1/leaderboard";

export const leaderboardQueryOptions = (board: Board, period: Period) =>
  infiniteQueryOptions({
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

export const useLeaderboard = (board: Board, period: Period) =>
  useInfiniteQuery(leaderboardQueryOptions(board, period));
