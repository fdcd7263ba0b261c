/** One Idempotency-Key per intention: kept while the same thing is tried again, new when it is another thing. */
import { useCallback, useRef } from "react";
import { newIntentKey } from "@/lib/utils";

export function useIntentKey() {
  const kept = useRef<{ intent: string; key: string } | null>(null);
  const keyFor = useCallback((intent: string) => {
    if (kept.current?.intent !== intent) kept.current = { intent, key: newIntentKey() };
    return kept.current.key;
  }, []);
  const done = useCallback(() => {
    kept.current = null;
  }, []);
  return { keyFor, done };
}
