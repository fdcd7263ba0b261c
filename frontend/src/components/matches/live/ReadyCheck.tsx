/** Before the match: say that you are there, or call it off while nobody has played. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useMatchActions } from "@/hooks/matches/useMatchActions";
import { meIn, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problems";
import type { Match } from "@/types/match";

export function ReadyCheck({ match }: { match: Match }) {
  const { ready } = useMatchActions(match.id);
  const rival = rivalOf(match);
  return (
    <section aria-label="Ready check" className="space-y-3">
      {meIn(match).ready ? (
        <Notice tone="wait" title={`Waiting for ${rival.username}`}>
          You are ready. If {rival.username} does not answer before the time runs out, the match is cancelled and you
          get {kes(match.wager_amount)} back.
        </Notice>
      ) : (
        <Button
          wide
          large
          tone="win"
          busy={ready.isPending}
          busyLabel="Telling your opponent…"
          onClick={() => ready.mutate(undefined, { onError: (error) => toast.bad(sentenceFor(error)) })}
        >
          I am ready
        </Button>
      )}
      <CallOff match={match} />
    </section>
  );
}

function CallOff({ match }: { match: Match }) {
  const { cancel } = useMatchActions(match.id);
  const [asking, setAsking] = useState(false);
  const go = () =>
    cancel.mutate(undefined, {
      onSuccess: () => setAsking(false),
      onError: (error) => {
        toast.bad(sentenceFor(error));
        setAsking(false);
      },
    });
  return (
    <>
      <Button tone="quiet" wide onClick={() => setAsking(true)}>
        I can’t play now
      </Button>
      <Modal open={asking} onClose={() => setAsking(false)} title="Cancel this match?">
        <p className="text-soft">
          Both of you get {kes(match.wager_amount)} back at once. {rivalOf(match).username} will be told.
        </p>
        <div className="mt-6 space-y-3">
          <Button tone="danger" wide large busy={cancel.isPending} busyLabel="Cancelling…" onClick={go}>
            Cancel the match
          </Button>
          <Button tone="plain" wide onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </div>
      </Modal>
    </>
  );
}
