/** Keeps the app on the phone: runs the service worker, and shows the notice of a new version when there is one. */
import { useSyncExternalStore } from "react";
import { UpdateNotice } from "@/components/UpdateNotice";
import { currentUpdate, watchServiceWorker } from "@/lib/serviceWorker";

export function PwaProvider() {
  const update = useSyncExternalStore(watchServiceWorker, currentUpdate, () => null);
  return update ? <UpdateNotice update={update} /> : null;
}
