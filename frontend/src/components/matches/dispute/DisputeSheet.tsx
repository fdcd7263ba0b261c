/** Opens a dispute with a reason and a statement; in an open dispute it adds to them. */
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Select } from "@/components/ui/Input";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { useDisputeActions } from "@/hooks/matches/useDisputeActions";
import { COMPLAINTS, isComplaint, PROOF } from "@/lib/copy/matchCopy";
import { ofTournament } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import type { Complaint, Match } from "@/types/match";

export function DisputeSheet({ match, onClose }: { match: Match; onClose: () => void }) {
  const { dispute } = useDisputeActions(match.id);
  const [reason, setReason] = useState<Complaint>("wrong_result");
  const [statement, setStatement] = useState("");
  const isOver = match.status === "completed";
  const adds = match.status === "disputed" || (isOver && !match.contest_until);
  return (
    <Modal open onClose={onClose} title={adds ? "Add to your statement" : "What is wrong?"}>
      <div className="space-y-4">
        <Select
          label="What happened"
          options={COMPLAINTS}
          value={reason}
          onChange={(event) => {
            if (isComplaint(event.target.value)) setReason(event.target.value);
          }}
        />
        <TextArea
          label="In your own words"
          hint="Only referees read this."
          most={1000}
          value={statement}
          onChange={setStatement}
        />
        <Notice tone="wait" title="What helps">
          {PROOF[reason]}
        </Notice>
        {adds ? null : (
          <p className="text-sm text-soft">
            {ofTournament(match)
              ? "Both of you show"
              : `${isOver ? "What this match paid cannot leave" : `The pot of ${kes(match.pot)} is frozen`}, both of you show`}{" "}
            proof, and a referee decides. A false claim is put on your record: the first is a warning, the second a week
            without play.
          </p>
        )}
        <ErrorNotice error={dispute.error} />
        <Button
          wide
          large
          tone={adds ? "stake" : "danger"}
          busy={dispute.isPending}
          busyLabel="Sending…"
          onClick={() => dispute.mutate({ reason, statement: statement.trim() }, { onSuccess: onClose })}
        >
          {adds ? "Send to the referee" : "Open a dispute"}
        </Button>
        <Button tone="plain" wide onClick={onClose}>
          Go back
        </Button>
      </div>
    </Modal>
  );
}
