/** Deposits: asking for one, and following it until the money is there or the reason is known. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useIntentKey } from "@/hooks/useIntentKey";
import { usePace } from "@/hooks/useWebSocket";
import { $api, api, orThrow } from "@/lib/api";
import { refresh } from "@/lib/live";
import { isPassing } from "@/lib/problems";

const ONE = "/api/v1/payments/deposits/{deposit_id}";

export function useRequestDeposit() {
  const queries = useQueryClient();
  const { keyFor, done } = useIntentKey();
  return useMutation({
    mutationFn: async (amount: number) =>
      orThrow(
        await api.POST("/api/v1/payments/deposits", {
          params: { header: { "Idempotency-Key": keyFor(String(amount)) } },
          body: { amount },
        }),
      ),
    onSuccess: (deposit) => {
      done();
      queries.setQueryData(["get", ONE, { params: { path: { deposit_id: deposit.id } } }], deposit);
      refresh(queries, ["/api/v1/payments/deposits"]);
    },
    // Refused for good: the next tap is a new intention. No answer: the same tap once more.
    onError: (error) => {
      if (!isPassing(error)) done();
    },
  });
}

export function useDeposit(id: number) {
  const pace = usePace({ live: 5_000, down: 2_000 });
  return $api.useQuery(
    "get",
    ONE,
    { params: { path: { deposit_id: id } } },
    {
      refetchInterval: (query) => (query.state.data === undefined || query.state.data.status === "pending" ? pace : false),
    },
  );
}

/** The newest deposits; the wallet page shows the one that is still on its way. */
export function useRecentDeposits() {
  const pace = usePace({ live: 20_000, down: 5_000 });
  return $api.useQuery(
    "get",
    "/api/v1/payments/deposits",
    { params: { query: { limit: 5 } } },
    { refetchInterval: (query) => (query.state.data?.items.some((deposit) => deposit.status === "pending") ? pace : false) },
  );
}
