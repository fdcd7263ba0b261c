/** An appeal against a ruling, possible once until its deadline; or the state of one. */
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { useDisputeActions } from "@/hooks/matches/useDisputeActions";
import { serverNow } from "@/lib/format/clock";
import { rivalName } from "@/lib/copy/matches";
import { momentWithin } from "@/lib/format/time";
import type { DisputeState, Match } from "@/types/match";

const SHORTEST = 10;

export function Appeal({ match, dispute }: { match: Match; dispute: DisputeState }) {
  const [confirming, setConfirming] = useState(false);
  const { appeal, appeal_until: until } = dispute;
  if (appeal) {
    const who = appeal.by === match.my_seat ? "You" : rivalName(match);
    return appeal.decision ? (
      <Notice
        tone="wait"
        title={appeal.decision === "upheld" ? "Appeal: the ruling stays" : "Appeal: the ruling was changed"}
      >
        {appeal.reason ? `“${appeal.reason}” ` : null}This is final.
      </Notice>
    ) : (
      <Notice tone="wait" title={`${who} asked for another referee`}>
        A referee who had no part in the first ruling decides by {momentWithin(appeal.rule_by)}.
      </Notice>
    );
  }
  // The winner has nothing to appeal.
  if (!until || Date.parse(until) <= serverNow() || match.result === match.my_seat) return null;
  return (
    <div className="space-y-1">
      <Button tone="plain" wide onClick={() => setConfirming(true)}>
        Ask for another referee
      </Button>
      <p className="text-center text-sm text-muted">
        Possible once, for another <Countdown until={until} over="moment" />.
      </p>
      {confirming ? <AppealSheet match={match} onClose={() => setConfirming(false)} /> : null}
    </div>
  );
}

function AppealSheet({ match, onClose }: { match: Match; onClose: () => void }) {
  const { appeal } = useDisputeActions(match.id);
  const [reason, setReason] = useState("");
  const short = reason.trim().length < SHORTEST;
  return (
    <Modal open onClose={onClose} title="Ask for another referee">
      <div className="space-y-4">
        <p className="text-soft">
          A referee who had no part in the first ruling reviews everything again. Their decision is final.
        </p>
        <TextArea
          label="What did the first referee miss?"
          hint={short ? "At least one sentence." : ""}
          most={1000}
          value={reason}
          onChange={setReason}
        />
        <ErrorNotice error={appeal.error} />
        <Button
          wide
          large
          disabled={short}
          busy={appeal.isPending}
          busyLabel="Sending…"
          onClick={() => appeal.mutate({ reason: reason.trim() }, { onSuccess: onClose })}
        >
          Send the appeal
        </Button>
        <Button tone="plain" wide onClick={onClose}>
          Go back
        </Button>
      </div>
    </Modal>
  );
}
