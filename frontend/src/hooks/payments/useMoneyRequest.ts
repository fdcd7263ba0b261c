/** What deposits and withdrawals have in common: requesting one under one idempotency key, and polling it to its end. */
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useIntentKey } from "@/hooks/useIntentKey";
import { refresh, type ReadPath } from "@/lib/live/live";

/** The reads that a movement of money makes stale. */
export const MONEY_PATHS: readonly ReadPath[] = ["/api/v1/payments/wallet", "/api/v1/payments/transactions"];

export type MoneyRequest<Payment extends { id: number }> = {
  /** Sends the request for `amount` whole KES. */
  send: (amount: number, idempotencyKey: string) => Promise<Payment>;
  /** The query key under which the payment is kept. */
  keyOf: (id: number) => QueryKey;
  /** The reads that a new payment makes stale. */
  stale: readonly ReadPath[];
};

export function useMoneyRequest<Payment extends { id: number }>({ send, keyOf, stale }: MoneyRequest<Payment>) {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  return useMutation({
    mutationFn: (amount: number) => send(amount, keyFor(String(amount))),
    onSuccess: (payment) => {
      succeeded();
      queries.setQueryData(keyOf(payment.id), payment);
      refresh(queries, stale);
    },
    onError: failed,
  });
}

type Pending = { status: string };

/** A `refetchInterval` that polls one payment until it has ended. */
export const whilePending = (interval: number) => (query: { state: { data: Pending | undefined } }) =>
  query.state.data === undefined || query.state.data.status === "pending" ? interval : false;

/** A `refetchInterval` that polls a list while a payment in it is pending. */
export const whileAnyPending = (interval: number) => (query: { state: { data: { items: Pending[] } | undefined } }) =>
  query.state.data?.items.some(({ status }) => status === "pending") ? interval : false;
