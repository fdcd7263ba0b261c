/** Says that the phone is offline, and from when the newest answer is that the player may see. */
import { notifyManager, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { restoreAnswers } from "@/lib/api/kept";
import { momentWithin } from "@/lib/format/time";

export function OfflineNotice() {
  const queries = useQueryClient();
  const at = useNewestAnswer();
  // The connection may go between the sign-in and the first answers.
  useEffect(() => restoreAnswers(queries), [queries]);
  return (
    <div role="status" className="border-b border-line bg-lifted px-4 py-2 text-center text-sm font-semibold">
      You are offline. {at ? `You see what was known ${momentWithin(at)}` : "What you see may be old"}; we update it
      when you are back.
    </div>
  );
}

/** When the newest answer came, in ISO format; what was kept on this phone may be put back after this is shown. */
function useNewestAnswer(): string | null {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback((changed: () => void) => cache.subscribe(notifyManager.batchCalls(changed)), [cache]);
  const newest = useSyncExternalStore(
    subscribe,
    () => Math.max(0, ...cache.getAll().map(({ state }) => state.dataUpdatedAt)),
    () => 0,
  );
  return newest ? new Date(newest).toISOString() : null;
}
