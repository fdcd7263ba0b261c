/** What each of the last matches did to the player's rating. */
import { useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const HISTORY = "/api/v1/users/me/rating-history";

/** The newest 50, newest first; what a ruling took back is not among them. */
export const useRatingHistory = () =>
  useQuery({
    queryKey: ["get", HISTORY],
    queryFn: async ({ signal }) =>
      orThrow(await api.GET(HISTORY, { params: { query: { limit: 50 } }, signal })).items.filter(
        (line) => line.reversed_at === null,
      ),
    staleTime: 60_000,
  });
