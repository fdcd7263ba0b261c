/** After the match: each says how it ended; agreement pays at once, disagreement goes to a referee. */
import { useState } from "react";
import { ReportSheet } from "@/components/matches/ReportSheet";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { meIn, OUTCOME_WORD, rivalOf } from "@/lib/matches";
import { kes } from "@/lib/money";
import { moment } from "@/lib/time";
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
        <Button large tone="plain" onClick={() => setChosen("won")}>
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
      You reported: <strong>{match.my_outcome ? OUTCOME_WORD[match.my_outcome] : "sent"}</strong>. If {rival.username}{" "}
      agrees, the money moves at once. If {rival.username} stays silent until the time runs out, a referee decides. You
      can leave this page; we tell you.
    </Notice>
  );
}

function Disputed({ match }: { match: Match }) {
  const silent = match.reason === "no_answer";
  const rival = rivalOf(match);
  return (
    <section aria-label="Dispute" className="space-y-4">
      <Notice tone="danger" title={silent ? "Only one report came in" : "You two do not agree"}>
        {silent
          ? `${meIn(match).reported ? rival.username : "You"} did not report in time, so we do not pay on one word alone.`
          : "Your reports say different things, so nobody is paid yet."}{" "}
        The pot of {kes(match.pot)} stays locked: neither of you, nor we, can touch it until a referee has decided.
      </Notice>
      <div className="text-sm text-soft">
        <p className="font-bold text-text">What happens next</p>
        <ul className="mt-1 list-disc space-y-1 pl-5">
          <li>
            A referee reads both reports and the match’s timeline
            {match.due_at ? `, and should decide by ${moment(match.due_at)}` : null}.
          </li>
          <li>The money moves the second the decision is made, and we tell you here.</li>
          <li>Keep your screenshot of the final score at hand.</li>
          <li>You can deposit meanwhile. A new match opens once this one is decided.</li>
        </ul>
      </div>
    </section>
  );
}
