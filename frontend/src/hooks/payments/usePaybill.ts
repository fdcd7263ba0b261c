/** The player's own account code at our paybill. */
import { useQuery } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const PAYBILL = "/api/v1/payments/paybill";

export const usePaybill = () =>
  useQuery({
    queryKey: ["get", PAYBILL],
    queryFn: async ({ signal }) => orThrow(await api.GET(PAYBILL, { signal })),
    staleTime: 600_000,
  });
