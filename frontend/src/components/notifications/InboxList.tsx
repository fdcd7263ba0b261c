/** The inbox: everything that the player was notified of, newest first, under the day it came. */
import { Loaded } from "@/components/Loaded";
import { InboxRow } from "@/components/notifications/InboxRow";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useMe } from "@/hooks/profile/useProfile";
import { useNotifications, useReading } from "@/hooks/useNotifications";
import { useOnline } from "@/hooks/useOnline";
import { sentenceFor } from "@/lib/api/problem";
import { day, momentWithin } from "@/lib/format/time";
import type { Notification } from "@/types/notification";

export function InboxList() {
  const inbox = useNotifications();
  return (
    <Loaded
      query={inbox}
      skeleton={<SkeletonRows label="Loading your notifications" rows={6} />}
      failed="Your notifications could not be loaded"
    >
      {(items) => (items.length > 0 ? <Days items={items} inbox={inbox} /> : <Nothing />)}
    </Loaded>
  );
}

const Nothing = () => (
  <EmptyState title="Nothing yet" action={<ButtonLink href="/matches/find">Find an opponent</ButtonLink>}>
    What happens to your matches, your money and your account will stand here.
  </EmptyState>
);

type DaysProps = { items: readonly Notification[]; inbox: ReturnType<typeof useNotifications> };

function Days({ items, inbox }: DaysProps) {
  const { one, all } = useReading();
  const lang = useMe().data?.language;
  const old = useOnline() && !inbox.error ? null : new Date(inbox.knownAt).toISOString();
  const newest = Math.max(...items.map(({ id }) => id));
  return (
    <div className="space-y-6">
      {old ? (
        <p role="status" className="text-sm text-muted">
          This is what your phone knew {momentWithin(old)}. Newer ones come with the next connection.
        </p>
      ) : null}
      {inbox.unread > 0 && !old ? (
        <Button
          tone="plain"
          wide
          busy={all.isPending}
          busyLabel="Marking…"
          onClick={() => all.mutate(newest, { onError: (error) => toast.bad(sentenceFor(error)) })}
        >
          Mark all as read
        </Button>
      ) : null}
      {byDay(items).map(([name, ofDay]) => (
        <section key={name} aria-label={name}>
          <h2 className="mb-1 text-sm font-bold text-muted">{name}</h2>
          <ul className="divide-y divide-line border-y border-line">
            {ofDay.map((item) => (
              <InboxRow key={item.id} item={item} lang={lang} onOpen={() => item.is_read || one.mutate(item.id)} />
            ))}
          </ul>
        </section>
      ))}
      {inbox.hasNextPage && !old ? (
        <Button
          tone="plain"
          wide
          busy={inbox.isFetchingNextPage}
          busyLabel="Loading…"
          onClick={() => void inbox.fetchNextPage({ cancelRefetch: false })}
        >
          Show older
        </Button>
      ) : null}
    </div>
  );
}

/** The days as they follow each other in the list. */
function byDay(items: readonly Notification[]): [string, Notification[]][] {
  const days = new Map<string, Notification[]>();
  for (const item of items) {
    const name = day(item.created_at);
    days.set(name, [...(days.get(name) ?? []), item]);
  }
  return [...days];
}
