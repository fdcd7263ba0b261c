/** A ruling that a player cannot accept: another referee, once, within its time; or what came of it. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { useDisputeActions } from "@/hooks/matches/useDisputeActions";
import { serverNow } from "@/lib/format/clock";
import { rivalOf } from "@/lib/copy/matches";
import { sentenceFor } from "@/lib/api/problems";
import { moment } from "@/lib/format/time";
import type { DisputeState, Match } from "@/types/match";

const SHORTEST = 10;

export function Appeal({ match, dispute }: { match: Match; dispute: DisputeState }) {
  const [asking, setAsking] = useState(false);
  const { appeal, appeal_until: until } = dispute;
  if (appeal) {
    const who = appeal.by === match.my_seat ? "You" : rivalOf(match).username;
    return appeal.decision ? (
      <Notice
        tone="wait"
        title={appeal.decision === "upheld" ? "Appeal: the ruling stays" : "Appeal: the ruling was changed"}
      >
        {appeal.reason ? `“${appeal.reason}” ` : null}This is final.
      </Notice>
    ) : (
      <Notice tone="wait" title={`${who} asked for another referee`}>
        A referee who had no part in the first ruling decides by {moment(appeal.rule_by)}.
      </Notice>
    );
  }
  // Who has won has nothing to ask for.
  if (!until || Date.parse(until) <= serverNow() || match.result === match.my_seat) return null;
  return (
    <div className="space-y-1">
      <Button tone="plain" wide onClick={() => setAsking(true)}>
        Ask for another referee
      </Button>
      <p className="text-center text-sm text-muted">
        Possible once, for another <Countdown until={until} over="moment" />.
      </p>
      {asking ? <AppealSheet match={match} onClose={() => setAsking(false)} /> : null}
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
          Somebody who had no part in the first ruling looks at everything again. What he decides is final.
        </p>
        <TextArea
          label="What did the first referee miss?"
          hint={short ? "One sentence at least." : ""}
          most={1000}
          value={reason}
          onChange={setReason}
        />
        {appeal.error ? (
          <Notice tone="danger" alert>
            {sentenceFor(appeal.error)}
          </Notice>
        ) : null}
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
