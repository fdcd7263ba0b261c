/** Whether this browser shows notifications, the functions that switch them on, and a test of them. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { serverNow } from "@/lib/format/clock";
import { pushState, switchOn, switchOnAnew } from "@/lib/push";
import type { PushTest } from "@/types/notification";

const TEST = "/api/v1/notifications/test";
const EVERY_MS = 1_000;

export const pushQueryOptions = queryOptions({ queryKey: ["push"], queryFn: pushState, networkMode: "always" });

export const usePushState = () => useQuery(pushQueryOptions).data;

export function useSwitchOnPush({ anew = false } = {}) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: anew ? switchOnAnew : switchOn,
    onSuccess: (state) => queries.setQueryData(pushQueryOptions.queryKey, state),
  });
}

const testQueryOptions = queryOptions({
  queryKey: ["get", TEST],
  queryFn: async ({ signal }) => orThrow(await api.GET(TEST, { signal })),
});

/** Sends a test to this browser, and asks what came of it until that is known or its time is over. */
export function usePushTest() {
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: async () => orThrow(await api.POST(TEST)),
    onSuccess: (test) => queries.setQueryData(testQueryOptions.queryKey, test),
  });
  const test = useQuery({
    ...testQueryOptions,
    enabled: send.isSuccess,
    staleTime: EVERY_MS,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? EVERY_MS : false),
  });
  return { send, test: send.isSuccess ? test.data : undefined };
}

/** Asked for once more after its time, when the server says that it was not sent. */
const isOpen = ({ state, until }: PushTest): boolean =>
  (state === "sending" || state === "taken") && until !== null && serverNow() < Date.parse(until) + 2 * EVERY_MS;
