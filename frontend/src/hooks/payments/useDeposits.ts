/** Deposits: asking for one, and following it until the money is there or the reason is known. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useIntentKey } from "@/hooks/useIntentKey";
import { usePace } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import { isPassing } from "@/lib/api/problem";

const MANY = "/api/v1/payments/deposits";
const ONE = "/api/v1/payments/deposits/{deposit_id}";
const keyOf = (id: number) => ["get", ONE, id];

export function useRequestDeposit() {
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
    onSuccess: (deposit) => {
      done();
      queries.setQueryData(keyOf(deposit.id), deposit);
      refresh(queries, [MANY]);
    },
    // Refused for good: the next tap is a new intention. No answer: the same tap once more.
    onError: (error) => {
      if (!isPassing(error)) done();
    },
  });
}

export function useDeposit(id: number) {
  const queries = useQueryClient();
  const pace = usePace({ live: 5_000, down: 2_000 });
  const deposit = useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) => orThrow(await api.GET(ONE, { params: { path: { deposit_id: id } }, signal })),
    refetchInterval: (query) =>
      query.state.data === undefined || query.state.data.status === "pending" ? pace : false,
  });
  const arrived = deposit.data?.status === "completed";
  useEffect(() => {
    // The socket says so too, when it is up.
    if (arrived) refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions"]);
  }, [arrived, queries]);
  return deposit;
}

/** The newest deposits; the wallet page shows the one that is still on its way. */
export function useRecentDeposits() {
  const pace = usePace({ live: 20_000, down: 5_000 });
  return useQuery({
    queryKey: ["get", MANY],
    queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { params: { query: { limit: 5 } }, signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some((deposit) => deposit.status === "pending") ? pace : false,
  });
}
