/** After a match that lapsed because the opponent was not ready: the search goes on, and the way out of it. */
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useLeaveQueue } from "@/hooks/matches/useMatchmaking";
import { sentenceFor } from "@/lib/api/problem";
import { kes } from "@/lib/format/money";

export function BackInQueue({ stake, withLink = false }: { stake: string; withLink?: boolean }) {
  const leave = useLeaveQueue();
  const go = () =>
    leave.mutate(undefined, {
      onSuccess: (queue) => {
        if (queue.status === "idle") toast.good(`You left the queue. ${kes(stake)} is back in your wallet.`);
      },
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  return (
    <Notice
      tone="stake"
      title="You are back in line"
      action={
        <div className="flex flex-wrap gap-3">
          {withLink ? <ButtonLink href="/matches/find">See the search</ButtonLink> : null}
          <Button tone="plain" busy={leave.isPending} busyLabel="Leaving…" onClick={go}>
            Leave, return my stake
          </Button>
        </div>
      }
    >
      Your opponent was not ready in time, so we search on for you, in your old place. Your {kes(stake)} is set aside
      again. Leaving costs nothing.
    </Notice>
  );
}
