/** Offers the new version of the app, in this tab only; never while the player searches, plays, or has a sheet open. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/Button";
import { useTopSheet } from "@/components/ui/TopLayer";
import { queueQueryOptions } from "@/hooks/matches/useInPlay";
import { putOff, takeUpdate, type Update } from "@/lib/serviceWorker";

export function UpdateNotice({ update }: { update: NonNullable<Update> }) {
  // Only what the page has loaded already: a visitor has no queue.
  const { data: queue } = useQuery({ ...queueQueryOptions, enabled: false });
  const sheet = useTopSheet();
  if (sheet || (queue && queue.status !== "idle")) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-20 z-30 mx-auto max-w-md rounded-lg border-2 border-edge bg-lifted p-3 pl-4 lg:bottom-4"
    >
      <p className="text-sm font-semibold">
        {update.kind === "waiting" ? "A new version is ready." : "A new version runs in another tab already."}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={takeUpdate}>{update.kind === "waiting" ? "Update" : "Reload"}</Button>
        <Button tone="quiet" onClick={putOff}>
          Later
        </Button>
      </div>
    </div>
  );
}
