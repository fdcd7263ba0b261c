/** Registers the service worker, and tells React when a newer version of the app is there. */

type Connection = { saveData?: boolean; effectiveType?: string };

/**
 * `waiting`: a newer worker waits for this player's consent. `replaced`: another tab gave it, so this tab
 * still runs the old version, until the player reloads it: a tab never reloads by itself.
 */
export type Update = { kind: "waiting"; worker: ServiceWorker } | { kind: "replaced" } | null;

const CHECK_EVERY_MS = 60_000;

let update: Update = null;
let asked = false;
let changed: () => void = () => undefined;

export const currentUpdate = (): Update => update;

function set(next: Update): void {
  update = next;
  changed();
}

/** Takes the newer version in this tab, and only here. */
export function takeUpdate(): void {
  if (update?.kind !== "waiting") return location.reload();
  asked = true;
  update.worker.postMessage({ type: "SKIP_WAITING" });
}

/** Hides the notice; the next start of the app offers it again. */
export const putOff = (): void => set(null);

/**
 * Registers the worker shortly after the page is up, looks for a newer one whenever the app comes back to
 * the screen, and calls `onChange` when there is one. Returns the function that stops all this.
 */
export function watchServiceWorker(onChange: () => void): () => void {
  if (!("serviceWorker" in navigator) || process.env.NODE_ENV !== "production") return () => undefined;
  changed = onChange;
  let hadOne = navigator.serviceWorker.controller !== null;
  const onControllerChange = () => {
    if (asked) location.reload();
    else if (hadOne) set({ kind: "replaced" });
    hadOne = true;
  };
  navigator.serviceWorker.addEventListener("controllerchange", onControllerChange);
  // On a slow connection the page itself comes first.
  const timer = setTimeout(() => void register().catch(() => undefined), onSlowData() ? 15_000 : 1_000);
  let checkedAt = Date.now();
  const onVisible = () => {
    if (document.visibilityState !== "visible" || Date.now() - checkedAt < CHECK_EVERY_MS) return;
    checkedAt = Date.now();
    void navigator.serviceWorker.getRegistration().then((found) => found?.update().catch(() => undefined));
  };
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
    navigator.serviceWorker.removeEventListener("controllerchange", onControllerChange);
  };
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  const offer = (worker: ServiceWorker) => set({ kind: "waiting", worker });
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed" && navigator.serviceWorker.controller) offer(arriving);
    });
  });
}

function onSlowData(): boolean {
  const { connection } = navigator as Navigator & { connection?: Connection };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? "");
}
