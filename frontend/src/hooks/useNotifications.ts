/** The inbox: list it page by page, and mark it read. What is tapped counts as read at once. */
import {
  infiniteQueryOptions,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { use } from "react";
import { NotificationContext } from "@/context/NotificationContext";
import { newestQueryOptions } from "@/hooks/useNewest";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { Inbox, Notification } from "@/types/notification";

const INBOX = "/api/v1/notifications";

export const inboxQueryOptions = infiniteQueryOptions({
  queryKey: ["get", INBOX, "pages"],
  queryFn: async ({ pageParam, signal }) =>
    orThrow(
      await api.GET(INBOX, { params: { query: { limit: 10, ...(pageParam ? { cursor: pageParam } : {}) } }, signal }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

/** The notifications on this phone, newest first; without a connection the ten newest it knew. */
export function useNotifications() {
  const newest = use(NotificationContext);
  const inbox = useInfiniteQuery(inboxQueryOptions);
  const pages = inbox.data?.pages ?? (newest?.data ? [newest.data] : undefined);
  const items = pages?.flatMap((page) => page.items);
  return {
    ...inbox,
    data: items,
    unread: newest?.data?.unread_count ?? 0,
    knownAt: inbox.data ? inbox.dataUpdatedAt : (newest?.dataUpdatedAt ?? 0),
  };
}

/** Marks one as read by its id, or all up to the newest one that the player has seen. */
export function useReading() {
  const queries = useQueryClient();
  const onError = () => refresh(queries, [INBOX]);
  const one = useMutation({
    mutationFn: async (id: number) =>
      orThrow(
        await api.POST("/api/v1/notifications/{notification_id}/read", { params: { path: { notification_id: id } } }),
      ),
    onMutate: (id) => markRead(queries, (item) => item.id === id),
    onError,
  });
  const all = useMutation({
    mutationFn: async (newestSeen: number) =>
      orThrow(await api.POST("/api/v1/notifications/read-all", { params: { query: { up_to: newestSeen } } })),
    onSuccess: ({ unread_count }, newestSeen) => {
      markRead(queries, (item) => item.id <= newestSeen);
      queries.setQueryData(newestQueryOptions.queryKey, (inbox) => inbox && { ...inbox, unread_count });
    },
    onError,
  });
  return { one, all };
}

/** The same page with those read that `which` picks. */
export function readIn(inbox: Inbox, which: (item: Notification) => boolean): Inbox {
  const newlyRead = inbox.items.filter((item) => !item.is_read && which(item)).length;
  return {
    ...inbox,
    items: inbox.items.map((item) => (which(item) ? { ...item, is_read: true } : item)),
    unread_count: Math.max(0, inbox.unread_count - newlyRead),
  };
}

function markRead(queries: QueryClient, which: (item: Notification) => boolean): void {
  const pages = queries.getQueryData(inboxQueryOptions.queryKey);
  const before = queries.getQueryData(newestQueryOptions.queryKey);
  const known = [...(before?.items ?? []), ...(pages?.pages ?? []).flatMap((page) => page.items)];
  const newlyRead = new Set(known.filter((item) => !item.is_read && which(item)).map((item) => item.id)).size;
  queries.setQueryData(
    inboxQueryOptions.queryKey,
    (data) => data && { ...data, pages: data.pages.map((page) => readIn(page, which)) },
  );
  // One from an older page is counted too, although it is not among the newest.
  queries.setQueryData(
    newestQueryOptions.queryKey,
    before && { ...readIn(before, which), unread_count: Math.max(0, before.unread_count - newlyRead) },
  );
}
