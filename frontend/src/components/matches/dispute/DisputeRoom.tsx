/** A disputed match: the deadline for evidence, the player's own evidence, and when a referee decides. */
import dynamic from "next/dynamic";
import { useState } from "react";
import { EvidenceUpload } from "@/components/matches/report/EvidenceUpload";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { Steps } from "@/components/ui/Steps";
import { toast } from "@/components/ui/Toast";
import { useDisputeActions } from "@/hooks/matches/useDisputeActions";
import { ofTournament, rivalName } from "@/lib/copy/matches";
import { reasonFor } from "@/lib/copy/matchCopy";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import { moment } from "@/lib/format/time";
import { useLongerThan } from "@/lib/format/useClock";
import type { DisputeState, Match } from "@/types/match";

const GameRecords = dynamic(() => import("@/components/matches/report/GameRecords").then((m) => m.GameRecords));
const DisputeSheet = dynamic(() => import("@/components/matches/dispute/DisputeSheet").then((m) => m.DisputeSheet));

export function DisputeRoom({ match }: { match: Match }) {
  const showing = match.verification_state === "evidence";
  const { dispute } = match;
  return (
    <section aria-label="Dispute" className="space-y-5">
      <Steps names={["Show proof", "Referee", "Decided"]} at={showing ? 0 : 1} />
      <Notice tone="danger" title={`Case ${match.id}: ${titleOf(match)}`}>
        {ofTournament(match)
          ? (reasonFor(match) ?? "Nobody has won yet.")
          : `${reasonFor(match) ?? "Nobody is paid yet."} The pot of ${kes(match.pot)} stays locked: neither of you, nor we, can touch it until a referee has decided.`}
      </Notice>
      <DisputeDeadline match={match} showing={showing} />
      <EvidenceUpload match={match} />
      {showing ? <MySide match={match} dispute={dispute} /> : null}
      <GameRecords match={match} />
      <ul className="list-disc space-y-1 pl-5 text-sm text-soft">
        <li>A referee reads both reports, the pictures and the timeline. No referee rules on their own match.</li>
        <li>The decision and its reason are shown here as soon as it is made.</li>
        <li>
          Whoever disagrees can ask for another referee once, within 24 hours.{" "}
          {ofTournament(match) ? null : "Until then what it gave can be neither withdrawn nor staked."}
        </li>
        <li>You can play other matches and deposit meanwhile.</li>
      </ul>
    </section>
  );
}

function titleOf(match: Match): string {
  if (match.reason === "no_answer" || match.reason === "unreached") return "only one report came in";
  if (match.reason === "no_winner") return "nobody has won";
  const opener = match.dispute?.opened_by;
  if (!opener) return "you two do not agree";
  return opener === match.my_seat ? "you disputed it" : `${rivalName(match)} disputed it`;
}

function DisputeDeadline({ match, showing }: { match: Match; showing: boolean }) {
  const { dispute } = match;
  const until = showing ? (dispute?.evidence_until ?? match.due_at) : (dispute?.rule_by ?? match.due_at);
  return (
    <div className="cut-lg border border-line bg-raised p-5" data-testid="dispute-deadline">
      <p className="text-sm text-muted">{showing ? "Time left to show proof" : "A referee decides within"}</p>
      <p className="money text-2xl text-stake-text">
        {until ? <Countdown until={until} over={showing ? "Closed" : "Any moment"} /> : "–"}
      </p>
      <div className="mt-3">
        <Receipt>
          {dispute && showing ? (
            <ReceiptRow label="Decision at the latest">{moment(dispute.rule_by)}</ReceiptRow>
          ) : null}
          {dispute?.place_in_queue ? (
            <ReceiptRow label="Your place in the queue">
              {dispute.place_in_queue === 1 ? "Next" : `${dispute.place_in_queue}.`}
            </ReceiptRow>
          ) : null}
          {ofTournament(match) ? null : (
            <ReceiptRow label="Locked in the pot" tone="stake">
              {kes(match.pot)}
            </ReceiptRow>
          )}
        </Receipt>
      </div>
      {!showing && until ? <Late since={until} staked={!ofTournament(match)} /> : null}
    </div>
  );
}

function Late({ since, staked }: { since: string; staked: boolean }) {
  const late = useLongerThan(0, since);
  return late ? (
    <p className="mt-3 text-sm text-soft">
      This takes longer than we promise. The referees have been reminded
      {staked ? ", and your money is safe in the pot." : "."}
    </p>
  ) : null;
}

function MySide({ match, dispute }: { match: Match; dispute: DisputeState | null }) {
  const [writing, setWriting] = useState(false);
  const [finishing, setFinishing] = useState(false);
  const seat = match.my_seat;
  const [mine, theirs] = !dispute
    ? [false, false]
    : seat === "player2"
      ? [dispute.player2_done, dispute.player1_done]
      : [dispute.player1_done, dispute.player2_done];
  const rival = rivalName(match);
  return (
    <div className="space-y-3">
      <Button tone="plain" wide onClick={() => setWriting(true)}>
        Describe what happened
      </Button>
      {mine ? (
        <Notice tone="wait" title="You are done">
          {theirs
            ? "The referees begin now."
            : `${rival} may show proof until the time runs out. Then the referees begin.`}
        </Notice>
      ) : (
        <Button wide large tone="plain" onClick={() => setFinishing(true)}>
          I have no more proof
        </Button>
      )}
      {!mine ? (
        <p className="text-center text-sm text-muted">
          {theirs ? `${rival} has no more proof to show. ` : ""}When both of you have, the referees begin at once.
        </p>
      ) : null}
      {writing ? <DisputeSheet match={match} onClose={() => setWriting(false)} /> : null}
      {finishing && !mine ? <FinishSheet match={match} onClose={() => setFinishing(false)} /> : null}
    </div>
  );
}

function FinishSheet({ match, onClose }: { match: Match; onClose: () => void }) {
  const { finishEvidence } = useDisputeActions(match.id);
  return (
    <Modal open onClose={onClose} title="No more proof?">
      <p className="text-soft">
        After this you can add no picture to this match. The referees decide with what is here: look once more whether
        the final score is among it.
      </p>
      <div className="mt-6 space-y-3">
        <Button
          wide
          large
          busy={finishEvidence.isPending}
          busyLabel="One moment…"
          onClick={() =>
            finishEvidence.mutate(undefined, {
              onSuccess: onClose,
              onError: (error) => toast.bad(sentenceFor(error)),
            })
          }
        >
          That is all I have
        </Button>
        <Button tone="plain" wide onClick={onClose}>
          Go back
        </Button>
      </div>
    </Modal>
  );
}
