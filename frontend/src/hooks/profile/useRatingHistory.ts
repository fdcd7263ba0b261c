/** What each of the last matches did to the player's rating. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const HISTORY = "/api/v1/users/me/rating-history";

/** The newest 50, newest first, without those that a ruling has reversed. */
export const ratingHistoryQueryOptions = queryOptions({
  queryKey: ["get", HISTORY],
  queryFn: async ({ signal }) =>
    orThrow(await api.GET(HISTORY, { params: { query: { limit: 50 } }, signal })).items.filter(
      (entry) => entry.reversed_at === null,
    ),
  staleTime: 60_000,
});

export const useRatingHistory = () => useQuery(ratingHistoryQueryOptions);
