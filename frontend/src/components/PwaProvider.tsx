/**
 * Keeps the app on the phone: runs the service worker, shows the notice of a new version when there is one, and
 * tells the server at each start who is signed in where it sends pushes.
 */
import { useEffect, useSyncExternalStore } from "react";
import { UpdateNotice } from "@/components/UpdateNotice";
import { useAuth } from "@/hooks/useAuth";
import { currentUpdate, watchServiceWorker } from "@/lib/serviceWorker";

export function PwaProvider() {
  const update = useSyncExternalStore(watchServiceWorker, currentUpdate, () => null);
  const { status } = useAuth();
  useEffect(() => {
    if (status === "signed-in") void import("@/lib/push").then(({ renew }) => renew()).catch(() => undefined);
  }, [status]);
  return update ? <UpdateNotice update={update} /> : null;
}
