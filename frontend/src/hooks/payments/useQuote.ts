/** What a deposit or withdrawal would cost and bring, asked shortly after the player stops typing. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, orThrow } from "@/lib/api/api";
import type { PaymentKind } from "@/types/transaction";

const QUOTE = "/api/v1/payments/quote";
const PAUSE = 300;
const EVERY = 10_000;

/**
 * The quote for `amount` (whole KES); `isFresh` says that it is for this amount and not the one before.
 * With `watch` it is asked for every ten seconds, for a wait that ends when the answer changes.
 */
export function useQuote(kind: PaymentKind, amount: number | null, { watch = false } = {}) {
  const settled = useSettled(amount);
  const query = useQuery({
    queryKey: ["post", QUOTE, kind, settled],
    queryFn: async ({ signal }) => orThrow(await api.POST(QUOTE, { body: { kind, amount: settled ?? 0 }, signal })),
    enabled: settled !== null && settled > 0,
    // Limits and pauses change behind our back: look again whenever somebody looks.
    staleTime: 0,
    refetchInterval: watch ? EVERY : false,
    placeholderData: keepPreviousData,
  });
  const isFresh = query.data !== undefined && !query.isPlaceholderData && settled === amount;
  return { quote: query.data, isFresh, error: query.error, isFetching: query.isFetching, again: query.refetch };
}

function useSettled(amount: number | null): number | null {
  const [settled, setSettled] = useState(amount);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(amount), PAUSE);
    return () => clearTimeout(timer);
  }, [amount]);
  return settled;
}
