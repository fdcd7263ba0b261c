/** An appeal against a ruling, possible once for each who lost by it; or the state of one. */
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { useDisputeActions } from "@/hooks/matches/useDisputeActions";
import { serverNow } from "@/lib/format/clock";
import { isContested } from "@/lib/copy/matchCopy";
import { ofTournament, rivalName } from "@/lib/copy/matches";
import { momentWithin } from "@/lib/format/time";
import type { AppealState, DisputeState, Match } from "@/types/match";

const SHORTEST = 10;

export function Appeal({ match, dispute }: { match: Match; dispute: DisputeState }) {
  const { appeal, appeal_until: until } = dispute;
  // `until` is there for who may appeal and has not: the winner of a ruling has nothing to appeal.
  const isOpen = until !== null && Date.parse(until) > serverNow();
  return (
    <>
      {appeal ? <AppealNotice match={match} appeal={appeal} /> : null}
      {isOpen ? <AskAgain match={match} until={until} /> : null}
    </>
  );
}

function AppealNotice({ match, appeal }: { match: Match; appeal: AppealState }) {
  const who = appeal.by === match.my_seat ? "You" : rivalName(match);
  const contested = isContested(match);
  if (appeal.decision) {
    const what = appeal.decision === "upheld" ? "stays" : "was changed";
    return (
      <Notice tone="wait" title={contested ? `A referee decided: the result ${what}` : `Appeal: the ruling ${what}`}>
        {appeal.reason ? `“${appeal.reason}” ` : null}This is final.
      </Notice>
    );
  }
  if (contested)
    return (
      <Notice tone="wait" title={`${who} disputed this result`}>
        A referee decides by {momentWithin(appeal.rule_by)}.{" "}
        {ofTournament(match) ? null : "Until then what it paid cannot leave."}
      </Notice>
    );
  return (
    <Notice tone="wait" title={`${appeal.joined_statement ? "Both of you" : who} asked for another referee`}>
      A referee who had no part in the first ruling decides by {momentWithin(appeal.rule_by)}.{" "}
      {ofTournament(match) ? null : "Until then what the ruling paid cannot leave."}
    </Notice>
  );
}

function AskAgain({ match, until }: { match: Match; until: string }) {
  const [confirming, setConfirming] = useState(false);
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
