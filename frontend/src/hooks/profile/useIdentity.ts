/** Who the player is: the name they give, what proves it, and a check of a document. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { DocumentKind } from "@/types/protection";

const IDENTITY = "/api/v1/users/me/identity";
const WAITING = new Set(["requested", "starting", "open"]);

export const identityQueryOptions = queryOptions({
  queryKey: ["get", IDENTITY],
  queryFn: async ({ signal }) => orThrow(await api.GET(IDENTITY, { signal })),
  // The provider answers us, not the phone.
  refetchInterval: ({ state }) => (WAITING.has(state.data?.check?.state ?? "") ? 5_000 : false),
});

export const useIdentity = () => useQuery(identityQueryOptions);

export function useLegalName() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => orThrow(await api.PUT(`${IDENTITY}/name`, { body: { name } })),
    onSuccess: (data) => queries.setQueryData(identityQueryOptions.queryKey, data),
  });
}

export function useDocumentCheck() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (document: { kind: DocumentKind; number: string }) =>
      orThrow(await api.POST(`${IDENTITY}/checks`, { body: { ...document, consent: true } })),
    onSuccess: (data) => queries.setQueryData(identityQueryOptions.queryKey, data),
  });
}
