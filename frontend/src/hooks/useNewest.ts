/** The ten newest notifications with the unread count: one small read that every page needs. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";

const INBOX = "/api/v1/notifications";

export const newestQueryOptions = queryOptions({
  queryKey: ["get", INBOX, "newest"],
  queryFn: async ({ signal }) => orThrow(await api.GET(INBOX, { params: { query: { limit: 10 } }, signal })),
});

/** The socket says when there is a new one. Without a session: what this phone knew last. */
export function useNewest(enabled: boolean) {
  const refetchInterval = usePollInterval({ live: 300_000, down: 30_000 });
  return useQuery({ ...newestQueryOptions, enabled, refetchInterval });
}
