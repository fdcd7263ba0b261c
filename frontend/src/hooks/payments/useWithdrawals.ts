/** Withdrawals: requesting one, confirming or cancelling it, and following it until it has ended. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MONEY_PATHS, useMoneyRequest, whileAnyPending, whilePending } from "@/hooks/payments/useMoneyRequest";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { problemCode } from "@/lib/api/problem";
import { refresh } from "@/lib/live/live";
import type { Withdrawal } from "@/types/transaction";

const MANY = "/api/v1/payments/withdrawals";
const ONE = "/api/v1/payments/withdrawals/{withdrawal_id}";
const pathOf = (id: number) => ({ params: { path: { withdrawal_id: id } } });

export const withdrawalQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ONE, id],
    queryFn: async ({ client, signal }) => {
      const withdrawal = orThrow(await api.GET(ONE, { ...pathOf(id), signal }));
      // The socket reports the end too, when it is up.
      if (withdrawal.status !== "pending") refresh(client, [MANY, ...MONEY_PATHS]);
      return withdrawal;
    },
  });

/** The newest withdrawals; the wallet page shows those that are still pending. */
export const recentWithdrawalsQueryOptions = queryOptions({
  queryKey: ["get", MANY],
  queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { params: { query: { limit: 5 } }, signal })),
});

export const useRequestWithdrawal = () =>
  useMoneyRequest({
    send: async (amount, idempotencyKey) =>
      orThrow(await api.POST(MANY, { params: { header: { "Idempotency-Key": idempotencyKey } }, body: { amount } })),
    keyOf: (id) => withdrawalQueryOptions(id).queryKey,
    stale: [MANY, ...MONEY_PATHS],
  });

/** The three things that a player can do to a withdrawal before it is sent. */
export function useWithdrawalActions(id: number) {
  const queries = useQueryClient();
  const options = {
    onSuccess: (withdrawal: Withdrawal) => {
      queries.setQueryData(withdrawalQueryOptions(id).queryKey, withdrawal);
      refresh(queries, [MANY, ...MONEY_PATHS]);
    },
    // It changed meanwhile (its code expired, or it was sent): show its current state.
    onError: (error: Error) => {
      if (problemCode(error) === "withdrawal_moved_on") refresh(queries, [ONE, MANY]);
    },
  };
  const confirm = useMutation({
    mutationFn: async (code: string) => orThrow(await api.POST(`${ONE}/confirm`, { ...pathOf(id), body: { code } })),
    ...options,
  });
  const resend = useMutation({
    mutationFn: async () => orThrow(await api.POST(`${ONE}/resend-code`, pathOf(id))),
    ...options,
  });
  const cancel = useMutation({
    mutationFn: async () => orThrow(await api.POST(`${ONE}/cancel`, pathOf(id))),
    ...options,
  });
  return { confirm, resend, cancel };
}

export function useWithdrawal(id: number) {
  const interval = usePollInterval({ live: 5_000, down: 2_000 });
  return useQuery({ ...withdrawalQueryOptions(id), refetchInterval: whilePending(interval) });
}

export function useRecentWithdrawals() {
  const interval = usePollInterval({ live: 20_000, down: 5_000 });
  return useQuery({ ...recentWithdrawalsQueryOptions, refetchInterval: whileAnyPending(interval) });
}
