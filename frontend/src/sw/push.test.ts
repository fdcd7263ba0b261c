import { beforeEach, expect, test, vi } from "vitest";
import { openFrom, readMessage, showPush } from "./push";

type Worker = Parameters<typeof showPush>[0];

const FOUND = {
  id: 7,
  kind: "match_found",
  title: "Match found",
  body: "Open WageWars to see it.",
  tag: "match:12",
  url: "/matches/12",
  actions: [{ action: "ready", title: "Ready" }],
  badge: 3,
  receipt: "3b0d7c52-1d0b-4a7e-9c86-0d6a1a3f5b11",
};

let isOver = false;
let notices: { data: unknown; close: () => void }[] = [];
const show = vi.fn(() => Promise.resolve());
const getNotifications = vi.fn(() => Promise.resolve(notices));
const fetched = vi.fn<(path: string, request?: RequestInit) => Promise<Response>>((path) =>
  Promise.resolve(Response.json(path.endsWith("/refresh") ? { access_token: "a-token" } : { is_over: isOver })),
);
const setAppBadge = vi.fn(() => Promise.resolve());
const clearAppBadge = vi.fn(() => Promise.resolve());
const openWindow = vi.fn(() => Promise.resolve(null));
const done: string[] = [];
let tabs: unknown[] = [];

const worker = {
  registration: { showNotification: show, getNotifications },
  clients: { matchAll: () => Promise.resolve(tabs), openWindow },
  navigator: { setAppBadge, clearAppBadge },
  fetch: fetched,
} as unknown as Worker;

const tab = (path: string) => {
  const one = {
    url: `https://wagewars.example${path}`,
    visibilityState: "visible",
    focus: () => {
      done.push("focus");
      return Promise.resolve(one);
    },
    navigate: (to: string) => {
      done.push(`navigate ${to}`);
      return Promise.resolve(one);
    },
  };
  return one;
};

beforeEach(() => {
  vi.clearAllMocks();
  tabs = [];
  notices = [];
  isOver = false;
  done.length = 0;
});

test("a push shows its notice, sets the badge and says that it was shown", async () => {
  await showPush(worker, JSON.stringify(FOUND));
  expect(show).toHaveBeenCalledWith(
    "Match found",
    expect.objectContaining({
      body: FOUND.body,
      tag: "match:12",
      data: { url: "/matches/12", kind: "match_found", receipt: FOUND.receipt },
      actions: FOUND.actions,
    }),
  );
  expect(setAppBadge).toHaveBeenCalledWith(3);
  expect(fetched).toHaveBeenCalledExactlyOnceWith(
    "/api/v1/notifications/push-receipts",
    expect.objectContaining({ method: "POST", body: JSON.stringify({ receipt: FOUND.receipt }) }),
  );
});

test("one that came too late is closed again, and a newer one about the same stays", async () => {
  const [late, newer] = [vi.fn(), vi.fn()];
  notices = [
    { data: { receipt: FOUND.receipt }, close: late },
    { data: { receipt: "another" }, close: newer },
  ];
  await showPush(worker, JSON.stringify(FOUND));
  expect(late).not.toHaveBeenCalled();
  isOver = true;
  await showPush(worker, JSON.stringify(FOUND));
  expect(show).toHaveBeenCalledTimes(2);
  expect(getNotifications).toHaveBeenCalledExactlyOnceWith({ tag: "match:12" });
  expect(late).toHaveBeenCalledOnce();
  expect(newer).not.toHaveBeenCalled();
});

test.each([null, "", "no JSON", "null", "[]", "7", "{}", '{"title":5,"url":"//evil.example"}'])(
  "what cannot be read shows a notice all the same: %s",
  async (text) => {
    await showPush(worker, text);
    expect(show).toHaveBeenCalledWith(
      "WageWars",
      expect.objectContaining({ data: expect.objectContaining({ url: "/dashboard" }) as unknown }),
    );
    expect(fetched).not.toHaveBeenCalled();
  },
);

test("a server that cannot be told and a phone without a badge hide nothing", async () => {
  fetched.mockRejectedValueOnce(new Error("no connection"));
  await showPush({ ...worker, navigator: {} } as Worker, JSON.stringify(FOUND));
  expect(show).toHaveBeenCalledOnce();
});

test("nothing unread takes the badge away", async () => {
  await showPush(worker, JSON.stringify({ ...FOUND, badge: 0 }));
  expect(clearAppBadge).toHaveBeenCalledOnce();
});

test.each(["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", 5])(
  "no push leads to another site: %s",
  (url) => expect(readMessage(JSON.stringify({ ...FOUND, url })).url).toBe("/dashboard"),
);

test("a tap focuses the open tab first, then goes to the page", async () => {
  tabs = [tab("/wallet")];
  await openFrom(worker, "", { url: "/matches/12" });
  expect(done).toEqual(["focus", "navigate /matches/12"]);
  expect(openWindow).not.toHaveBeenCalled();
});

test("a tab that is there already is not loaded again", async () => {
  tabs = [tab("/matches/12")];
  await openFrom(worker, "open", { url: "/matches/12" });
  expect(done).toEqual(["focus"]);
});

test("without a tab a window opens", async () => {
  await openFrom(worker, "", null);
  expect(openWindow).toHaveBeenCalledWith("/dashboard");
});

test("Ready readies the match as whoever is signed in here, and opens it", async () => {
  await openFrom(worker, "ready", { url: "/matches/12" });
  expect(fetched.mock.calls.map(([path]) => path)).toEqual(["/api/v1/auth/refresh", "/api/v1/matches/12/ready"]);
  expect(fetched.mock.calls[1]?.[1]?.headers).toMatchObject({ Authorization: "Bearer a-token" });
  expect(openWindow).toHaveBeenCalledWith("/matches/12");
});

test("Ready of somebody who was signed out only opens the page", async () => {
  fetched.mockResolvedValueOnce(new Response(null, { status: 401 }));
  await openFrom(worker, "ready", { url: "/matches/12" });
  expect(fetched).toHaveBeenCalledOnce();
  expect(openWindow).toHaveBeenCalledWith("/matches/12");
});
