/** Where each kind of notification goes; a switch shows its new side at once, and goes back if it was refused. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import type { NotificationChannel, NotificationKind, Preferences } from "@/types/notification";

const PREFERENCES = "/api/v1/notifications/preferences";

export const preferencesQueryOptions = queryOptions({
  queryKey: ["get", PREFERENCES],
  queryFn: async ({ signal }) => orThrow(await api.GET(PREFERENCES, { signal })),
});

export const usePreferences = () => useQuery(preferencesQueryOptions);

export type Change = { type: NotificationKind; channel: NotificationChannel; is_on: boolean };

export function useChangePreference() {
  const queries = useQueryClient();
  const show = (change: Change) =>
    queries.setQueryData(preferencesQueryOptions.queryKey, (known) => known && changed(known, change));
  return useMutation({
    mutationFn: async (change: Change) => orThrow(await api.PUT(PREFERENCES, { body: { items: [change] } })),
    onMutate: show,
    // One that is off in the app is no longer counted.
    onSuccess: () => refresh(queries, ["/api/v1/notifications"]),
    onError: (_, change) => show({ ...change, is_on: !change.is_on }),
  });
}

export const changed = ({ items }: Preferences, { type, channel, is_on }: Change): Preferences => ({
  items: items.map((kind) =>
    kind.type === type
      ? { ...kind, channels: kind.channels.map((one) => (one.channel === channel ? { ...one, is_on } : one)) }
      : kind,
  ),
});
