/** Offers notifications to somebody who has just joined the queue: why, and then the browser's own question. */
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { usePushState, useSwitchOnPush } from "@/hooks/usePush";
import { NO_PUSH } from "@/lib/copy/notifications";

export function PushOffer() {
  const state = usePushState();
  const turnOn = useSwitchOnPush();
  if (state === undefined || state === "on" || state === "unsupported") return null;
  if (state !== "off") return <Notice title="No notifications on this phone">{NO_PUSH[state]}</Notice>;
  return (
    <Notice
      title="Hear of your match at once"
      action={
        <Button tone="plain" busy={turnOn.isPending} busyLabel="One moment…" onClick={() => turnOn.mutate()}>
          Switch on notifications
        </Button>
      }
    >
      We tell you here when a match is found, when you must report, and what happens to your money, also while WageWars
      is closed.
    </Notice>
  );
}
