/** A bar shown while the phone is offline. */
import { useOnline } from "@/hooks/useOnline";

export function OfflineBar() {
  const online = useOnline();
  if (online) return null;
  return (
    <div role="status" className="border-b border-line bg-lifted px-4 py-2 text-center text-sm font-semibold">
      You are offline. What you see may be old; we update it when you are back.
    </div>
  );
}
