/** One Idempotency-Key per intention: kept while the same request is retried, new for another one. */
import { useCallback, useRef } from "react";
import { isPassing } from "@/lib/api/problem";
import { newIntentKey } from "@/lib/utils";

/**
 * `keyFor(intent)` gives the key to send. Call `succeeded()` or `failed(error)` with the outcome: after a
 * success or a refusal the next request is a new intention; without an answer the key is kept for the retry.
 */
export function useIntentKey() {
  const kept = useRef<{ intent: string; key: string } | null>(null);
  const keyFor = useCallback((intent: string) => {
    if (kept.current?.intent !== intent) kept.current = { intent, key: newIntentKey() };
    return kept.current.key;
  }, []);
  const succeeded = useCallback(() => {
    kept.current = null;
  }, []);
  const failed = useCallback((error: unknown) => {
    if (!isPassing(error)) kept.current = null;
  }, []);
  return { keyFor, succeeded, failed };
}
