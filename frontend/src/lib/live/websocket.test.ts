import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openSocket } from "@/lib/live/websocket";

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: unknown[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  receive(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  close(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const latest = () => FakeSocket.all.at(-1) as FakeSocket;
const flush = () => vi.advanceTimersByTimeAsync(0);
let stop = () => {};

function start() {
  const seen = { messages: [] as number[], statuses: [] as string[], resyncs: 0, tickets: 0 };
  stop = openSocket({
    url: "ws://localhost/ws",
    ticket: async () => `ticket-${++seen.tickets}`,
    onMessage: ({ id }) => seen.messages.push(id),
    onResync: () => (seen.resyncs += 1),
    onStatus: (status) => seen.statuses.push(status),
  });
  return seen;
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test("the ticket travels in the first message, never in the address", async () => {
  const seen = start();
  await flush();
  latest().open();
  expect(latest().url).not.toContain("ticket");
  expect(latest().sent).toEqual([{ ticket: "ticket-1" }]);
  latest().receive({ type: "ready" });
  expect(seen.statuses).toEqual(["connecting", "open"]);
});

test("after a break it resumes behind the last message, and no message is delivered twice", async () => {
  const seen = start();
  await flush();
  latest().open();
  latest().receive({ type: "ready" });
  latest().receive({ id: 4, type: "wallet.changed", topic: "wallet", data: {} });
  latest().receive({ id: 4, type: "wallet.changed", topic: "wallet", data: {} });
  latest().close();
  await vi.advanceTimersByTimeAsync(600);
  latest().open();
  expect(latest().sent).toEqual([{ ticket: "ticket-2", after: 4 }]);
  latest().receive({ id: 3, type: "wallet.changed", topic: "wallet", data: {} });
  latest().receive({ id: 5, type: "wallet.changed", topic: "wallet", data: {} });
  expect(seen.messages).toEqual([4, 5]);
});

test("it resumes also where nothing has come yet: the server says behind which id it listens", async () => {
  start();
  await flush();
  latest().open();
  latest().receive({ type: "ready", id: 41 });
  latest().close();
  await vi.advanceTimersByTimeAsync(600);
  latest().open();
  expect(latest().sent).toEqual([{ ticket: "ticket-2", after: 41 }]);
});

test("a gap that cannot be filled refreshes everything, and the socket goes on from the newest id", async () => {
  const seen = start();
  await flush();
  latest().open();
  latest().receive({ type: "ready", id: 7 });
  latest().receive({ type: "resync" });
  expect(seen.resyncs).toBe(1);
  latest().receive({ id: 8, type: "wallet.changed", topic: "wallet", data: {} });
  expect(seen.messages).toEqual([8]);
});

test.each([1012, 1013])("phones whose server closes with %i come back spread over seconds", async (code) => {
  vi.spyOn(Math, "random").mockReturnValue(0.99);
  start();
  await flush();
  latest().open();
  latest().receive({ type: "ready", id: 1 });
  latest().close(code);
  await vi.advanceTimersByTimeAsync(4_900);
  expect(FakeSocket.all).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(FakeSocket.all).toHaveLength(2);
  vi.restoreAllMocks();
});

test("it waits longer after each failure, and tries at once when the phone is back online", async () => {
  vi.spyOn(Math, "random").mockReturnValue(1);
  start();
  await flush();
  latest().close();
  await vi.advanceTimersByTimeAsync(499);
  expect(FakeSocket.all).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(FakeSocket.all).toHaveLength(2);
  latest().close();
  await vi.advanceTimersByTimeAsync(999);
  expect(FakeSocket.all).toHaveLength(2);
  window.dispatchEvent(new Event("online"));
  await flush();
  expect(FakeSocket.all).toHaveLength(3);
  vi.restoreAllMocks();
});

test("a connection that has gone silent is closed and opened again", async () => {
  start();
  await flush();
  const first = latest();
  first.open();
  first.receive({ type: "ready" });
  await vi.advanceTimersByTimeAsync(50_000);
  expect(first.sent.filter((message) => (message as { type?: string }).type === "ping")).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(25_000);
  expect(first.readyState).toBe(3);
});

test("a phone that wakes up asks whether its connection is alive, and opens another within seconds", async () => {
  start();
  await flush();
  const first = latest();
  first.open();
  first.receive({ type: "ready", id: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(first.sent.at(-1)).toEqual({ type: "ping" });
  first.receive({ type: "pong" });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(first.readyState).toBe(1);
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(6_000);
  expect(first.readyState).toBe(3);
});
