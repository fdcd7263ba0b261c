/** Notifications and preferences for tests. */
import type { Inbox, KindPreference, Notification } from "@/types/notification";

export const aNotification = (changes: Partial<Notification> = {}): Notification => ({
  id: 9,
  type: "match_ruled",
  group: "match",
  title: "A referee has ruled",
  message: "Read what was ruled on your match against brian, and why.",
  link: "/matches/12",
  is_read: false,
  created_at: "2026-11-22T17:00:00Z",
  ...changes,
});

export const anInbox = (items: Notification[], changes: Partial<Inbox> = {}): Inbox => ({
  unread_count: items.filter((item) => !item.is_read).length,
  items,
  next_cursor: null,
  ...changes,
});

/** A ruling on the match against `rival`, unread, and money that came before it. */
export const aFullInbox = (rival: string): Inbox =>
  anInbox(
    [
      aNotification({ message: `Read what was ruled on your match against ${rival}, and why.` }),
      aNotification({
        id: 8,
        type: "deposit_credited",
        group: "money",
        title: "Deposit received",
        message: "KES 500.00 came into your wallet.",
        link: "/wallet",
        is_read: true,
      }),
    ],
    { next_cursor: "8" },
  );

export const somePreferences = (): KindPreference[] => [
  {
    type: "match_found",
    group: "match",
    required: true,
    channels: [
      { channel: "in_app", is_on: true },
      { channel: "push", is_on: true },
      { channel: "sms", is_on: true },
    ],
  },
  {
    type: "challenge_received",
    group: "challenge",
    required: false,
    channels: [
      { channel: "in_app", is_on: true },
      { channel: "push", is_on: true },
    ],
  },
];
