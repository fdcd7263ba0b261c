/** What a match would mean for the player: chances, break-even after the fee, and waits. Holds no money. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { QueueEntry } from "@/types/match";

const OFFER = "/api/v1/matchmaking/offer";
const OF_MATCH = "/api/v1/matches/{match_id}/offer";

/** Before joining the queue. */
export const offerQueryOptions = (entry: QueueEntry) =>
  queryOptions({
    queryKey: ["post", OFFER, entry],
    queryFn: async ({ signal }) => orThrow(await api.POST(OFFER, { body: entry, signal })),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchInterval: 30_000,
  });

/** For a match that was found; it does not change any more. */
export const matchOfferQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", OF_MATCH, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(OF_MATCH, { params: { path: { match_id: id } }, signal })),
    staleTime: Infinity,
  });

export const useOffer = (entry: QueueEntry) => useQuery(offerQueryOptions(entry));

export const useMatchOffer = (id: number) => useQuery(matchOfferQueryOptions(id));
