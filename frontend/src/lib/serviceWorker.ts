/** Registers the service worker, and notifies React when a newer version of the app waits to take over. */

type Connection = { saveData?: boolean; effectiveType?: string };

let waiting: ServiceWorker | null = null;

/** The newer worker that waits, or null. */
export const waitingWorker = (): ServiceWorker | null => waiting;

/**
 * Registers the worker shortly after the page is up, and calls `onChange` when a newer one waits.
 * Reloads the page once the newer worker has taken over. Returns the function that stops all this.
 */
export function watchServiceWorker(onChange: () => void): () => void {
  if (!("serviceWorker" in navigator) || process.env.NODE_ENV !== "production") return () => undefined;
  const hadOne = navigator.serviceWorker.controller !== null;
  let reloading = false;
  const onControllerChange = () => {
    if (!hadOne || reloading) return;
    reloading = true;
    location.reload();
  };
  const onWaiting = (worker: ServiceWorker) => {
    waiting = worker;
    onChange();
  };
  navigator.serviceWorker.addEventListener("controllerchange", onControllerChange);
  // On a slow connection the page itself comes first.
  const timer = setTimeout(() => void register(onWaiting).catch(() => undefined), onSlowData() ? 15_000 : 1_000);
  return () => {
    clearTimeout(timer);
    navigator.serviceWorker.removeEventListener("controllerchange", onControllerChange);
  };
}

async function register(onWaiting: (worker: ServiceWorker) => void): Promise<void> {
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  if (registration.waiting && navigator.serviceWorker.controller) onWaiting(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed" && navigator.serviceWorker.controller) onWaiting(arriving);
    });
  });
}

function onSlowData(): boolean {
  const { connection } = navigator as Navigator & { connection?: Connection };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? "");
}
