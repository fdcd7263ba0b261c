/** How this app asks: one cache, patient with a bad network, never repeating what was refused. */
import { QueryClient } from "@tanstack/react-query";
import { isPassing } from "@/lib/api/problem";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000) * (0.5 + Math.random() / 2),
      },
      // Money and matches: the player taps again (with the same key), we never do it behind his back.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
