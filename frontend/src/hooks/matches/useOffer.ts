/** What a match would mean: chances, break-even after the fee, waits. Holds nothing. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { QueueEntry } from "@/types/match";

const OFFER = "/api/v1/matchmaking/offer";
const OF_MATCH = "/api/v1/matches/{match_id}/offer";

export const useOffer = (wish: QueueEntry | null) =>
  useQuery({
    queryKey: ["post", OFFER, wish],
    queryFn: async ({ signal }) => orThrow(await api.POST(OFFER, { body: wish as QueueEntry, signal })),
    enabled: wish !== null,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchInterval: 30_000,
  });

export const useMatchOffer = (id: number) =>
  useQuery({
    queryKey: ["get", OF_MATCH, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(OF_MATCH, { params: { path: { match_id: id } }, signal })),
    staleTime: Infinity,
  });
