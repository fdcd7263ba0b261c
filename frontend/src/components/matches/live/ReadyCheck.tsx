/** Before the match: report ready, or cancel while nobody has played. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useMatchActions } from "@/hooks/matches/useMatchActions";
import { meIn, ofTournament, rivalName, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import type { Match } from "@/types/match";

export function ReadyCheck({ match }: { match: Match }) {
  const { ready } = useMatchActions(match.id);
  const rival = rivalOf(match);
  return (
    <section aria-label="Ready check" className="space-y-3">
      {meIn(match).ready ? (
        <Notice tone="wait" title={`Waiting for ${rival.username}`}>
          You are ready. If {rival.username} does not answer before the time runs out,{" "}
          {ofTournament(match) ? "you win." : `the match is cancelled and you get ${kes(match.wager_amount)} back.`}
        </Notice>
      ) : (
        <Button
          wide
          large
          tone="win"
          busy={ready.isPending}
          busyLabel="Notifying your opponent…"
          onClick={() => ready.mutate(undefined, { onError: (error) => toast.bad(sentenceFor(error)) })}
        >
          I am ready
        </Button>
      )}
      <CancelMatch match={match} />
    </section>
  );
}

function CancelMatch({ match }: { match: Match }) {
  const { cancel } = useMatchActions(match.id);
  const [confirming, setConfirming] = useState(false);
  const go = () =>
    cancel.mutate(undefined, {
      onSuccess: () => setConfirming(false),
      onError: (error) => {
        toast.bad(sentenceFor(error));
        setConfirming(false);
      },
    });
  return (
    <>
      <Button tone="quiet" wide onClick={() => setConfirming(true)}>
        I can’t play now
      </Button>
      <Modal open={confirming} onClose={() => setConfirming(false)} title="Cancel this match?">
        <p className="text-soft">
          {ofTournament(match)
            ? `You lose this match, and ${rivalName(match)} wins it.`
            : `Both of you get ${kes(match.wager_amount)} back at once.`}{" "}
          {rivalName(match)} will be notified.
        </p>
        <div className="mt-6 space-y-3">
          <Button tone="danger" wide large busy={cancel.isPending} busyLabel="Cancelling…" onClick={go}>
            Cancel the match
          </Button>
          <Button tone="plain" wide onClick={() => setConfirming(false)}>
            Keep it
          </Button>
        </div>
      </Modal>
    </>
  );
}
