/** Deposits: requesting one, and following it until the money has arrived or the reason is known. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { MONEY_PATHS, useMoneyRequest, whileAnyPending, whilePending } from "@/hooks/payments/useMoneyRequest";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";

const MANY = "/api/v1/payments/deposits";
const ONE = "/api/v1/payments/deposits/{deposit_id}";

export const depositQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ONE, id],
    queryFn: async ({ client, signal }) => {
      const deposit = orThrow(await api.GET(ONE, { params: { path: { deposit_id: id } }, signal }));
      // The socket reports the new balance too, when it is up.
      if (deposit.status === "completed") refresh(client, MONEY_PATHS);
      return deposit;
    },
  });

/** The newest deposits; the wallet page shows those that are still pending. */
export const recentDepositsQueryOptions = queryOptions({
  queryKey: ["get", MANY],
  queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { params: { query: { limit: 5 } }, signal })),
});

export const useRequestDeposit = () =>
  useMoneyRequest({
    send: async (amount, idempotencyKey) =>
      orThrow(await api.POST(MANY, { params: { header: { "Idempotency-Key": idempotencyKey } }, body: { amount } })),
    keyOf: (id) => depositQueryOptions(id).queryKey,
    stale: [MANY],
  });

export function useDeposit(id: number) {
  const interval = usePollInterval({ live: 5_000, down: 2_000 });
  return useQuery({ ...depositQueryOptions(id), refetchInterval: whilePending(interval) });
}

export function useRecentDeposits() {
  const interval = usePollInterval({ live: 20_000, down: 5_000 });
  return useQuery({ ...recentDepositsQueryOptions, refetchInterval: whileAnyPending(interval) });
}
