import { beforeEach, expect, test, vi } from "vitest";

type Module = typeof import("@/lib/serviceWorker");

let workers: EventTarget & { controller: unknown };
let looksForNewer: ReturnType<typeof vi.fn>;
let updates: Module;
let stop: () => void;
const watch = (changed: () => void = () => undefined) => (stop = updates.watchServiceWorker(changed));

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubEnv("NODE_ENV", "production");
  looksForNewer = vi.fn(() => Promise.resolve());
  const registration = Object.assign(new EventTarget(), { waiting: null, installing: null, update: looksForNewer });
  workers = Object.assign(new EventTarget(), {
    controller: {},
    register: () => Promise.resolve(registration),
    getRegistration: () => Promise.resolve(registration),
  });
  Object.defineProperty(navigator, "serviceWorker", { value: workers, configurable: true });
  vi.resetModules();
  updates = await import("@/lib/serviceWorker");
  return () => {
    stop();
    Reflect.deleteProperty(navigator, "serviceWorker");
    vi.unstubAllEnvs();
    vi.useRealTimers();
  };
});

test("when another tab takes the new version, this one stays as it is and only says so", () => {
  const changed = vi.fn();
  watch(changed);
  workers.dispatchEvent(new Event("controllerchange"));
  expect(updates.currentUpdate()).toEqual({ kind: "replaced" });
  expect(changed).toHaveBeenCalledOnce();
});

test("the first worker that takes over a new visitor is no update", () => {
  workers.controller = null;
  watch();
  workers.dispatchEvent(new Event("controllerchange"));
  expect(updates.currentUpdate()).toBeNull();
});

test("a newer version is looked for when the app comes back to the screen, once a minute at most", async () => {
  watch();
  const comesBack = async () => {
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
  };
  await comesBack();
  expect(looksForNewer).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(61_000);
  await comesBack();
  await comesBack();
  expect(looksForNewer).toHaveBeenCalledOnce();
});

test("later means later: the notice goes", () => {
  watch();
  workers.dispatchEvent(new Event("controllerchange"));
  updates.putOff();
  expect(updates.currentUpdate()).toBeNull();
});
