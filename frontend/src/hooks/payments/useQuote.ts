/** What a deposit or withdrawal would cost and bring, requested shortly after the player stops typing. */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, orThrow } from "@/lib/api/api";
import type { PaymentKind } from "@/types/transaction";

const QUOTE = "/api/v1/payments/quote";
const DEBOUNCE_MS = 300;
const WATCH_MS = 10_000;

/** `amount` is in whole KES; nothing is requested for null or 0. */
export const quoteQueryOptions = (kind: PaymentKind, amount: number | null) =>
  queryOptions({
    queryKey: ["post", QUOTE, kind, amount],
    queryFn: async ({ signal }) => orThrow(await api.POST(QUOTE, { body: { kind, amount: amount ?? 0 }, signal })),
    enabled: amount !== null && amount > 0,
    // Limits and pauses change on the server without a message: refetch whenever the form is opened.
    staleTime: 0,
    placeholderData: keepPreviousData,
  });

/**
 * The quote for `amount` (whole KES); `isFresh` is true when it is for this amount and not the one before.
 * With `watch` it is refetched every ten seconds, for a wait that ends when the quote changes.
 */
export function useQuote(kind: PaymentKind, amount: number | null, { watch = false } = {}) {
  const settled = useDebounced(amount);
  const query = useQuery({ ...quoteQueryOptions(kind, settled), refetchInterval: watch ? WATCH_MS : false });
  const isFresh = query.data !== undefined && !query.isPlaceholderData && settled === amount;
  return { quote: query.data, isFresh, error: query.error, isFetching: query.isFetching, refetch: query.refetch };
}

function useDebounced(amount: number | null): number | null {
  const [settled, setSettled] = useState(amount);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(amount), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [amount]);
  return settled;
}
