/** The result of a match that ended without this player's agreement: disputed here while its money is held. */
import { useState } from "react";
import { DisputeSheet } from "@/components/matches/dispute/DisputeSheet";
import { EvidenceUpload } from "@/components/matches/report/EvidenceUpload";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { isContested } from "@/lib/copy/matchCopy";
import { ofTournament } from "@/lib/copy/matches";
import { serverNow } from "@/lib/format/clock";
import type { Match } from "@/types/match";

const isOpen = (until: string | null | undefined): until is string => !!until && Date.parse(until) > serverNow();

export function Contest({ match }: { match: Match }) {
  const [writing, setWriting] = useState(false);
  const sheet = writing ? <DisputeSheet match={match} onClose={() => setWriting(false)} /> : null;
  if (isOpen(match.contest_until))
    return (
      <div className="space-y-1">
        <Button tone="plain" wide onClick={() => setWriting(true)}>
          This result is wrong
        </Button>
        <p className="text-center text-sm text-muted">
          You did not agree to it, so you can dispute it for another{" "}
          <Countdown until={match.contest_until} over="moment" />.{" "}
          {ofTournament(match) ? null : "As long as that, what it paid cannot leave."}
        </p>
        {sheet}
      </div>
    );
  const dispute = match.dispute;
  const shows = isContested(match) && !dispute?.appeal?.decision && isOpen(dispute?.evidence_until);
  if (!shows) return null;
  return (
    <div className="space-y-4">
      <EvidenceUpload match={match} />
      <Button tone="plain" wide onClick={() => setWriting(true)}>
        Write to the referee
      </Button>
      {sheet}
    </div>
  );
}
