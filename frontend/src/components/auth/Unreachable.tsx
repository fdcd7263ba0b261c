/** Says that the API cannot be reached, how old the figures below are if there are any, and tries again. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice } from "@/components/ui/Notice";
import { useOnline } from "@/hooks/useOnline";
import { read } from "@/lib/api/storage";
import { momentWithin } from "@/lib/format/time";

/** `hasCopy`: this phone kept what it knew last, and it is shown below. */
type Props = { retry: () => Promise<void>; hasCopy: boolean };

export function Unreachable({ retry, hasCopy }: Props) {
  const online = useOnline();
  const [busy, setBusy] = useState(false);
  const title = online ? "We cannot reach WageWars" : "You are offline";
  const again = (
    <Button
      tone="plain"
      busy={busy}
      busyLabel="Trying…"
      onClick={() => {
        setBusy(true);
        void retry().finally(() => setBusy(false));
      }}
    >
      Try again
    </Button>
  );
  const at = read("kept-at");
  if (hasCopy) {
    return (
      <div className="mb-6">
        <Notice tone="stake" title={at ? `${title}. As of ${momentWithin(at)}` : title} action={again}>
          Your money is safe: stakes stay locked and deposits still arrive. This page fills itself as soon as there is a
          connection.
        </Notice>
      </div>
    );
  }
  return (
    <>
      <h1 className="display mb-5 text-xl">No connection</h1>
      <EmptyState title={title} action={again}>
        Your money is safe: stakes stay locked and deposits still arrive. This page fills itself as soon as there is a
        connection.
      </EmptyState>
    </>
  );
}
