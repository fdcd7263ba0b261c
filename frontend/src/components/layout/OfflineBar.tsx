/** A bar shown while the phone is offline. */
import dynamic from "next/dynamic";
import { useOnline } from "@/hooks/useOnline";

const OfflineNotice = dynamic(() => import("@/components/layout/OfflineNotice").then((m) => m.OfflineNotice), {
  ssr: false,
});

export function OfflineBar() {
  return useOnline() ? null : <OfflineNotice />;
}
