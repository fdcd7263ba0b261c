/** After the match: each says how it ended; agreement pays at once, disagreement goes to a referee. */
import { useState } from "react";
import { ReportSheet } from "@/components/matches/ReportSheet";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { meIn, OUTCOME_WORD, reasonFor, rivalOf } from "@/lib/matches";
import { kes } from "@/lib/money";
import type { Match, Outcome } from "@/types/match";

export function MatchVerification({ match }: { match: Match }) {
  if (match.status === "disputed") return <Disputed match={match} />;
  if (meIn(match).reported) return <WaitingForRival match={match} />;
  return <Ask match={match} />;
}

function Ask({ match }: { match: Match }) {
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const rival = rivalOf(match);
  return (
    <section aria-labelledby="report" className="space-y-3">
      <h2 id="report" className="display text-lg">
        How did it end?
      </h2>
      <p className="text-sm text-soft">
        {rival.reported
          ? `${rival.username} has reported. You have until the time runs out to say how you saw it.`
          : "Report as soon as the match is over."}
      </p>
      <div className="grid grid-cols-2 gap-2">
        <Button large tone="win" onClick={() => setChosen("won")}>
          {OUTCOME_WORD.won}
        </Button>
        <Button large tone="plain" onClick={() => setChosen("lost")}>
          {OUTCOME_WORD.lost}
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Button tone="quiet" onClick={() => setChosen("draw")}>
          {OUTCOME_WORD.draw}
        </Button>
        <Button tone="quiet" onClick={() => setChosen("problem")}>
          {OUTCOME_WORD.problem}
        </Button>
      </div>
      <ReportSheet match={match} outcome={chosen} onClose={() => setChosen(null)} />
    </section>
  );
}

function WaitingForRival({ match }: { match: Match }) {
  const rival = rivalOf(match);
  return (
    <Notice tone="wait" title={`Waiting for ${rival.username}`}>
      You reported:{" "}
      <strong>{match.my_outcome ? OUTCOME_WORD[match.my_outcome].toLowerCase().replace(/^i /, "I ") : "sent"}</strong>.
      As soon as {rival.username} reports the same story, the money moves. You can leave this page; we tell you.
    </Notice>
  );
}

function Disputed({ match }: { match: Match }) {
  const reason = reasonFor(match);
  return (
    <section aria-label="Dispute" className="space-y-3">
      <Notice tone="danger" title="You two do not agree">
        <p>
          The reports contradict each other, so nobody is paid yet. The pot of {kes(match.pot)} stays locked: neither of
          you, nor we, can touch it until a referee has decided.
        </p>
        {reason ? <p className="mt-2">{reason}</p> : null}
      </Notice>
      <div className="text-sm text-soft">
        <p className="font-bold text-text">What happens next</p>
        <ul className="mt-1 list-disc space-y-1 pl-5">
          <li>A referee reads both reports and the match’s timeline.</li>
          <li>The decision comes with a reason, and the money moves the same second.</li>
          <li>Keep your screenshot of the final score at hand.</li>
          <li>You can play other matches meanwhile.</li>
        </ul>
      </div>
    </section>
  );
}
