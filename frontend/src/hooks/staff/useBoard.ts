/** The board of staff and its alerts, read anew every few seconds while somebody looks. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const BOARD = "/api/v1/admin/board";
const ALARMS = "/api/v1/admin/alarms";
const EVERY = 5_000;

export const boardQueryOptions = queryOptions({
  queryKey: ["get", BOARD],
  queryFn: async ({ signal }) => orThrow(await api.GET(BOARD, { signal })),
  staleTime: 0,
});

export const alarmsQueryOptions = queryOptions({
  queryKey: ["get", ALARMS],
  queryFn: async ({ signal }) => orThrow(await api.GET(ALARMS, { signal })),
  staleTime: 0,
});

export const useBoard = () => useQuery({ ...boardQueryOptions, refetchInterval: EVERY });

export const useAlarms = () => useQuery({ ...alarmsQueryOptions, refetchInterval: 2 * EVERY });
