/** Payments that people have to look at, everything about one of them, and rulings about it. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { AdminPayment, RulingProposal } from "@/types/staff";

const REVIEW = "/api/v1/admin/payments/review";
const SUSPENSE = "/api/v1/admin/payments/suspense";
const PAYMENT = "/api/v1/admin/payments/{kind}/{payment_id}";
const RULINGS = "/api/v1/admin/rulings";
const EVERY = 15_000;

const waitingQueryOptions = queryOptions({
  queryKey: ["get", REVIEW],
  queryFn: async ({ signal }) => {
    const [review, suspense, rulings] = await Promise.all([
      api.GET(REVIEW, { signal }),
      api.GET(SUSPENSE, { signal }),
      api.GET(RULINGS, { params: { query: { open: true } }, signal }),
    ]);
    return { review: orThrow(review), suspense: orThrow(suspense), rulings: orThrow(rulings).items };
  },
});

export type PaymentKey = Pick<AdminPayment, "kind" | "id">;

const historyQueryOptions = ({ kind, id }: PaymentKey) =>
  queryOptions({
    queryKey: ["get", PAYMENT, kind, id],
    queryFn: async ({ signal }) =>
      orThrow(await api.GET(PAYMENT, { params: { path: { kind, payment_id: id } }, signal })),
  });

export const useWaitingPayments = () => useQuery({ ...waitingQueryOptions, refetchInterval: EVERY });

/** Each look is in the audit, so it is read once and not again by itself. */
export const usePaymentHistory = (key: PaymentKey) =>
  useQuery({ ...historyQueryOptions(key), staleTime: Infinity, refetchOnWindowFocus: false });

export function useProposeRuling() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ code, ...body }: RulingProposal & { code: string }) =>
      orThrow(await api.POST(RULINGS, { params: { header: { "X-Factor-Code": code } }, body })),
    onSettled: () => queries.invalidateQueries(waitingQueryOptions),
  });
}

type Verdict = { ruling_id: number; approve: boolean; reason: string; code: string };

export function useDecideRuling() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ ruling_id, approve, reason, code }: Verdict) => {
      const path = { ruling_id };
      const header = { "X-Factor-Code": code };
      return orThrow(
        approve
          ? await api.POST("/api/v1/admin/rulings/{ruling_id}/approve", { params: { path, header }, body: { reason } })
          : await api.POST("/api/v1/admin/rulings/{ruling_id}/reject", { params: { path }, body: { reason } }),
      );
    },
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).includes("/admin/payments") }),
  });
}
