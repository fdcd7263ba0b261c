/** The query cache of the app: retries what a bad network broke, never what the API refused. */
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isPassing } from "@/lib/api/problem";

export function createQueryClient(): QueryClient {
  const queries = new QueryClient({
    // Loaded apart: no page waits for it.
    queryCache: new QueryCache({
      onSuccess: () => void import("@/lib/api/kept").then(({ keepAnswers }) => keepAnswers(queries)),
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000) * (0.5 + Math.random() / 2),
      },
      // Money and matches: only the player retries (with the same idempotency key), never the app on its own.
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return queries;
}
