/** What the player agreed to: the terms, and their name beside results. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { meQueryOptions } from "@/hooks/profile/useProfile";
import { api, orThrow } from "@/lib/api/api";
import type { ConsentChange } from "@/types/user";

const CONSENTS = "/api/v1/users/me/consents";

export const consentsQueryOptions = queryOptions({
  queryKey: ["get", CONSENTS],
  queryFn: async ({ signal }) => orThrow(await api.GET(CONSENTS, { signal })),
});

export const useConsents = () => useQuery(consentsQueryOptions);

export function useConsent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: ConsentChange) => orThrow(await api.POST(CONSENTS, { body })),
    onSuccess: (data) => {
      queries.setQueryData(consentsQueryOptions.queryKey, data);
      void queries.invalidateQueries(meQueryOptions);
    },
  });
}
