/** Withdrawals: asking for one, typing its code, changing one's mind, and following it to the phone. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useIntentKey } from "@/hooks/useIntentKey";
import { usePace } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import { isPassing, problemCode } from "@/lib/api/problem";
import type { Withdrawal } from "@/types/transaction";

const MANY = "/api/v1/payments/withdrawals";
const ONE = "/api/v1/payments/withdrawals/{withdrawal_id}";
const MONEY = ["/api/v1/payments/wallet", "/api/v1/payments/transactions"] as const;
const keyOf = (id: number) => ["get", ONE, id];
const pathOf = (id: number) => ({ params: { path: { withdrawal_id: id } } });

export function useRequestWithdrawal() {
  const queries = useQueryClient();
  const { keyFor, done } = useIntentKey();
  return useMutation({
    mutationFn: async (amount: number) =>
      orThrow(
        await api.POST(MANY, {
          params: { header: { "Idempotency-Key": keyFor(String(amount)) } },
          body: { amount },
        }),
      ),
    onSuccess: (withdrawal) => {
      done();
      queries.setQueryData(keyOf(withdrawal.id), withdrawal);
      refresh(queries, [MANY, ...MONEY]);
    },
    // Refused for good: the next tap is a new intention. No answer: the same tap once more.
    onError: (error) => {
      if (!isPassing(error)) done();
    },
  });
}

/** The three things a player can do to a withdrawal that has not left yet. */
export function useWithdrawalActions(id: number) {
  const queries = useQueryClient();
  const options = {
    onSuccess: (withdrawal: Withdrawal) => {
      queries.setQueryData(keyOf(id), withdrawal);
      refresh(queries, [MANY, ...MONEY]);
    },
    // It has moved on meanwhile (its time ran out, or it was sent): show where it stands.
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
  const queries = useQueryClient();
  const pace = usePace({ live: 5_000, down: 2_000 });
  const withdrawal = useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) => orThrow(await api.GET(ONE, { ...pathOf(id), signal })),
    refetchInterval: (query) =>
      query.state.data === undefined || query.state.data.status === "pending" ? pace : false,
  });
  const ended = withdrawal.data !== undefined && withdrawal.data.status !== "pending";
  useEffect(() => {
    // The socket says so too, when it is up.
    if (ended) refresh(queries, [MANY, ...MONEY]);
  }, [ended, queries]);
  return withdrawal;
}

/** The newest withdrawals; the wallet page shows those that are still on their way. */
export function useRecentWithdrawals() {
  const pace = usePace({ live: 20_000, down: 5_000 });
  return useQuery({
    queryKey: ["get", MANY],
    queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { params: { query: { limit: 5 } }, signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some((withdrawal) => withdrawal.status === "pending") ? pace : false,
  });
}
