/** Keeps the app on the phone: registers the service worker and offers a new version when one waits. */
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/Button";

type Connection = { saveData?: boolean; effectiveType?: string };

function onSlowData(): boolean {
  const { connection } = navigator as Navigator & { connection?: Connection };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? "");
}

/** Registers, and calls `onWaiting` when a newer version has arrived and waits for its turn. */
async function register(onWaiting: (worker: ServiceWorker) => void) {
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });
  if (registration.waiting && navigator.serviceWorker.controller) onWaiting(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed" && navigator.serviceWorker.controller) onWaiting(arriving);
    });
  });
}

export function PwaProvider() {
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);

  useEffect(() => {
    if (!("serviceWorker" in navigator) || process.env.NODE_ENV !== "production") return;
    const hadOne = navigator.serviceWorker.controller !== null;
    let reloading = false;
    const onChange = () => {
      if (!hadOne || reloading) return;
      reloading = true;
      location.reload();
    };
    navigator.serviceWorker.addEventListener("controllerchange", onChange);
    // On a thin line the page itself comes first.
    const timer = setTimeout(() => void register(setWaiting).catch(() => undefined), onSlowData() ? 15_000 : 1_000);
    return () => {
      clearTimeout(timer);
      navigator.serviceWorker.removeEventListener("controllerchange", onChange);
    };
  }, []);

  if (!waiting) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-20 z-30 mx-auto flex max-w-md items-center justify-between gap-3 rounded-lg border-2 border-edge bg-lifted p-3 pl-4 lg:bottom-4"
    >
      <span className="text-sm font-semibold">A new version is ready.</span>
      <Button onClick={() => waiting.postMessage({ type: "SKIP_WAITING" })}>Update</Button>
    </div>
  );
}
