import { waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Bell } from "@/components/notifications/Bell";
import { InboxList } from "@/components/notifications/InboxList";
import { NotificationProvider } from "@/context/NotificationContext";
import { newestQueryOptions } from "@/hooks/useNewest";
import { readIn } from "@/hooks/useNotifications";
import { applyLiveMessage } from "@/lib/live/live";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { anInbox, aNotification } from "@/tests/support/inboxFixtures";
import { renderApp } from "@/tests/support/renderApp";

const INBOX = "GET /api/v1/notifications";
const bellAndInbox = (
  <NotificationProvider enabled>
    <Bell />
    <InboxList />
  </NotificationProvider>
);

test("the bell counts, and a live hint fetches the news and says it", async () => {
  let inbox = anInbox([aNotification({ id: 8, is_read: true })]);
  fakeApi({ [INBOX]: () => json(inbox) });
  const { findByRole, findByText, queries } = renderApp(
    <NotificationProvider enabled>
      <Bell />
    </NotificationProvider>,
  );
  await findByRole("link", { name: "Notifications" });
  await waitFor(() => expect(queries.getQueryData(newestQueryOptions.queryKey)).toBeDefined());
  inbox = anInbox([aNotification(), aNotification({ id: 8, is_read: true })]);
  applyLiveMessage(queries, { id: 1, type: "notification.new", topic: "notifications", data: {} });
  await findByRole("link", { name: "Notifications, 1 unread" });
  await findByText(/A referee has ruled\. Read what was ruled/);
});

test("a tap marks one as read at once; the button marks only what was seen", async () => {
  const inbox = anInbox([aNotification(), aNotification({ id: 8, title: "You won" })]);
  const api = fakeApi({
    [INBOX]: () => json(inbox),
    "POST /api/v1/notifications/9/read": () => json(aNotification({ is_read: true })),
    "POST /api/v1/notifications/read-all": () => json({ unread_count: 0 }),
  });
  const { player, findByRole, getByRole, queryByRole } = renderApp(bellAndInbox);
  const row = await findByRole("link", { name: /A referee has ruled/ });
  expect(row).toHaveAttribute("href", "/matches/12");
  row.addEventListener("click", (event) => event.preventDefault());
  await player.click(row);
  await findByRole("link", { name: "Notifications, 1 unread" });
  expect(api.requestsTo("POST", "/api/v1/notifications/9/read")).toHaveLength(1);
  await player.click(getByRole("button", { name: "Mark all as read" }));
  await waitFor(() => expect(queryByRole("button", { name: "Mark all as read" })).toBeNull());
  expect(api.requestsTo("POST", "/api/v1/notifications/read-all")[0]?.query.get("up_to")).toBe("9");
});

test("without a connection the newest stay readable, with their age", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  fakeApi({ [INBOX]: () => problem(503, "service_unavailable") });
  const { findByText, getByText, queries } = renderApp(
    <NotificationProvider enabled={false}>
      <InboxList />
    </NotificationProvider>,
  );
  queries.setQueryData(newestQueryOptions.queryKey, anInbox([aNotification()]), {
    updatedAt: Date.parse("2026-11-22T17:14:00Z"),
  });
  await findByText(/This is what your phone knew 22 Nov, 20:14/);
  expect(getByText("A referee has ruled")).toBeVisible();
  vi.restoreAllMocks();
});

test("an empty inbox says what will stand there; one that failed offers to try again", async () => {
  let answer = () => json(anInbox([]));
  fakeApi({ [INBOX]: () => answer() });
  const { findByText, unmount } = renderApp(bellAndInbox);
  await findByText("Nothing yet");
  unmount();
  answer = () => problem(500, "internal_error");
  const failed = renderApp(bellAndInbox);
  await failed.findByText("Your notifications could not be loaded");
});

test("marking as read counts each once, and never below nothing", () => {
  const inbox = anInbox([aNotification(), aNotification({ id: 8 })]);
  const all = readIn({ ...inbox, unread_count: 1 }, () => true);
  expect(all.unread_count).toBe(0);
  expect(all.items.every((item) => item.is_read)).toBe(true);
  expect(readIn(all, () => true).unread_count).toBe(0);
});
