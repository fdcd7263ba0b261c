import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inBase64url, leave, pushState, renew, switchOn } from "@/lib/push";

const KEY = "BP4z";
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
const subscription = (key: string) => ({
  endpoint: "https://fcm.googleapis.com/fcm/send/a",
  options: { applicationServerKey: bytesOf(key) },
  getKey: () => bytesOf("AAAA"),
  unsubscribe: vi.fn(() => Promise.resolve(true)),
});

let present: ReturnType<typeof subscription> | null;
let permission: NotificationPermission;
const subscribe = vi.fn();
const sent: { method: string; body: string }[] = [];

beforeEach(() => {
  present = null;
  permission = "granted";
  sent.length = 0;
  subscribe.mockReset().mockImplementation(() => Promise.resolve(subscription(KEY)));
  const pushManager = { getSubscription: () => Promise.resolve(present), subscribe };
  const workers = { ready: Promise.resolve({ pushManager }), getRegistration: () => Promise.resolve({ pushManager }) };
  Object.defineProperty(navigator, "serviceWorker", { value: workers, configurable: true });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", {
    get permission() {
      return permission;
    },
    requestPermission: () => Promise.resolve(permission),
  });
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "GET") return Response.json({ public_key: KEY });
    sent.push({ method: request.method, body: await request.text() });
    return new Response(null, { status: 204 });
  });
});

afterEach(() => {
  Reflect.deleteProperty(navigator, "serviceWorker");
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("switching on asks, subscribes with our key and tells the server", async () => {
  expect(await switchOn()).toBe("on");
  expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: KEY });
  expect(sent.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    {
      endpoint: "https://fcm.googleapis.com/fcm/send/a",
      keys: { p256dh: "AAAA", auth: "AAAA" },
      server_key: KEY,
    },
  ]);
});

test("who refuses is not subscribed", async () => {
  permission = "denied";
  expect(await switchOn()).toBe("denied");
  expect(subscribe).not.toHaveBeenCalled();
});

test("a push service that never answers is given up after ten seconds", async () => {
  vi.useFakeTimers();
  subscribe.mockImplementation(() => new Promise(() => undefined));
  const outcome = switchOn();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toBe("unreachable");
});

test("each start binds the browser to who is signed in, and nobody is asked", async () => {
  await renew();
  expect(sent).toEqual([]);
  present = subscription(KEY);
  await renew();
  expect(sent).toHaveLength(1);
  expect(subscribe).not.toHaveBeenCalled();
});

test("a subscription with an old key of ours is made anew", async () => {
  const old = (present = subscription("AAAA"));
  await renew();
  expect(old.unsubscribe).toHaveBeenCalledOnce();
  expect(subscribe).toHaveBeenCalledOnce();
});

test("logging out ends the subscription of this browser", async () => {
  const old = (present = subscription(KEY));
  await leave();
  expect(old.unsubscribe).toHaveBeenCalledOnce();
});

test("an iPhone outside the home screen is told what to do; others that cannot are not bothered", async () => {
  vi.unstubAllGlobals();
  expect(await pushState()).toBe("unsupported");
  const agent = vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5)");
  expect(await pushState()).toBe("home-screen");
  agent.mockRestore();
});

test("keys are written as the server reads them", () => {
  expect(inBase64url(new Uint8Array([251, 255, 191, 1]).buffer)).toBe("-_-_AQ");
});
