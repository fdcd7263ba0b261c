/** Keeps the app on the phone: runs the service worker and offers a new version when one waits. */
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/Button";
import { waitingWorker, watchServiceWorker } from "@/lib/serviceWorker";

export function PwaProvider() {
  const waiting = useSyncExternalStore(watchServiceWorker, waitingWorker, () => null);
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
