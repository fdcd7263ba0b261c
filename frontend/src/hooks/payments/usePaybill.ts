/** Our paybill number and the player's own account code there. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const PAYBILL = "/api/v1/payments/paybill";

export const paybillQueryOptions = queryOptions({
  queryKey: ["get", PAYBILL],
  queryFn: async ({ signal }) => orThrow(await api.GET(PAYBILL, { signal })),
  staleTime: 600_000,
});

export const usePaybill = () => useQuery(paybillQueryOptions);
