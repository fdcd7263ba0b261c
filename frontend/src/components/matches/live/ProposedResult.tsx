/** A proposed result that becomes final at its deadline: why it is proposed, and the buttons to confirm or contest it. */
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Choice } from "@/components/ui/Choice";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useDisputeActions } from "@/hooks/matches/useDisputeActions";
import { ofTournament, OUTCOME_LABEL, rivalName } from "@/lib/copy/matches";
import { proposalOf, reasonFor } from "@/lib/copy/matchCopy";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import type { Match, Outcome } from "@/types/match";

export function ProposedResult({ match }: { match: Match }) {
  const { confirm } = useDisputeActions(match.id);
  const [objecting, setObjecting] = useState(false);
  const rival = rivalName(match);
  const { title, money } = proposalOf(match, rival);
  const mine = match.proposed_result === match.my_seat;
  return (
    <section aria-label="Proposed result" className="space-y-4">
      <div className="cut-lg border-2 border-stake bg-raised p-5">
        <p className="text-sm text-muted">Proposed result</p>
        <h2 className="display text-xl">{title}</h2>
        <p className="mt-1 font-semibold">{money}</p>
        {reasonFor(match) ? <p className="mt-2 text-sm text-soft">{reasonFor(match)}</p> : null}
        <p className="mt-2 text-sm text-soft">
          If neither of you objects before the time runs out, it stands
          {ofTournament(match) ? "." : " and the money moves by itself."}
        </p>
      </div>
      {mine ? (
        <Notice tone="wait">You need not do anything. We notify you when it is final.</Notice>
      ) : (
        <Button
          wide
          large
          tone="win"
          busy={confirm.isPending}
          busyLabel="Confirming…"
          onClick={() => confirm.mutate(undefined, { onError: (error) => toast.bad(sentenceFor(error)) })}
        >
          That is right
        </Button>
      )}
      <Button tone="danger" wide onClick={() => setObjecting(true)}>
        That is wrong
      </Button>
      {objecting ? <Objection match={match} onClose={() => setObjecting(false)} /> : null}
    </section>
  );
}

const OUTCOMES: readonly Outcome[] = ["won", "lost", "draw", "problem"];

function Objection({ match, onClose }: { match: Match; onClose: () => void }) {
  const { contest } = useDisputeActions(match.id);
  const [outcome, setOutcome] = useState<Outcome>("won");
  return (
    <Modal open onClose={onClose} title="What happened instead?">
      <Choice
        legend="How it really ended"
        hideLegend
        name="contest"
        columns={2}
        options={OUTCOMES.map((value) => ({ value, label: OUTCOME_LABEL[value] }))}
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
      />
      <p className="mt-4 text-sm text-soft">
        {ofTournament(match) ? "Both" : `The pot of ${kes(match.pot)} stays locked, both`} of you show proof, and a
        referee decides. A false claim is put on your record: the first is a warning, the second a week without play.
      </p>
      {contest.error ? (
        <div className="mt-4">
          <ErrorNotice error={contest.error} />
        </div>
      ) : null}
      <div className="mt-6 space-y-3">
        <Button
          wide
          large
          busy={contest.isPending}
          busyLabel="Sending…"
          onClick={() => contest.mutate(outcome, { onSuccess: onClose })}
        >
          Contest the result
        </Button>
        <Button tone="plain" wide onClick={onClose}>
          Go back
        </Button>
      </div>
    </Modal>
  );
}
