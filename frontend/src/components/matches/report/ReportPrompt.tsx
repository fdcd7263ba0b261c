/** Asks how the match ended; after the report it shows the wait for the opponent. */
import { useState } from "react";
import { ReportSheet } from "@/components/matches/report/ReportSheet";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useReadReport } from "@/hooks/matches/useReadReport";
import { answerCopy, refereeAt } from "@/lib/copy/answers";
import { meIn, ofTournament, OUTCOME_LABEL, rivalName, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import type { Match, Outcome } from "@/types/match";

export function ReportPrompt({ match }: { match: Match }) {
  if (match.reason === "both_lost") return <BothLost match={match} />;
  return meIn(match).reported ? <WaitingForRival match={match} /> : <ReportButtons match={match} />;
}

function ReportButtons({ match }: { match: Match }) {
  useReadReport(match);
  const rival = rivalOf(match);
  return (
    <section aria-labelledby="report" className="space-y-3">
      <h2 id="report" className="display text-lg">
        How did it end?
      </h2>
      <p className="text-sm text-soft">
        {rival.reported
          ? sentences("Say how you saw it before the time runs out.", answerCopy(match), ifISayNothing(match))
          : "Report as soon as the match is over."}
      </p>
      <Outcomes match={match} />
    </section>
  );
}

function BothLost({ match }: { match: Match }) {
  return (
    <section aria-labelledby="report" className="space-y-3">
      <Notice tone="stake" title="Both of you reported a loss">
        One of you is mistaken. Look at your screenshot, and report once more before the time runs out.
      </Notice>
      <h2 id="report" className="display text-lg">
        How did it end?
      </h2>
      <Outcomes match={match} />
    </section>
  );
}

/** Whether a report that the opponent does not answer can count, by the rules of this match. */
function silenceConfirms(match: Match): boolean {
  const limit = Number(match.rules.silence_confirms_up_to);
  return Number.isFinite(limit) && Number(match.wager_amount) <= limit;
}

const sentences = (...all: readonly (string | null)[]): string => all.filter((one) => one !== null).join(" ");

/** A reminder that came too late for the whole time to answer leaves the match to a referee. */
const cameLate = (match: Match): boolean => refereeAt(match) !== null && match.answer?.reached_at != null;

/** What happens if the reader does not report: the opponent's report may count, or a referee decides. */
const ifISayNothing = (match: Match): string =>
  silenceConfirms(match) && !cameLate(match)
    ? `If you say nothing, the report of ${rivalName(match)} can stand.`
    : "If you say nothing, a referee decides.";

/** What happens if the opponent does not report. An admitted defeat needs no picture; any other report does. */
function ifRivalSaysNothing(match: Match): string {
  const rival = rivalName(match);
  if (!silenceConfirms(match) || cameLate(match)) return `If ${rival} says nothing, a referee decides.`;
  if (match.my_outcome === "lost") return `If ${rival} says nothing, your report counts.`;
  const silent = refereeAt(match) ? `If ${rival} is reached and says nothing` : `If ${rival} says nothing`;
  return `${silent}, your report counts if you have kept a screenshot here; without one a referee decides.`;
}

function Outcomes({ match, onClose }: { match: Match; onClose?: () => void }) {
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const close = () => {
    setChosen(null);
    onClose?.();
  };
  return (
    <div className="space-y-3">
      <div className="pair gap-2">
        <Button large tone="plain" onClick={() => setChosen("won")}>
          {OUTCOME_LABEL.won}
        </Button>
        <Button large tone="plain" onClick={() => setChosen("lost")}>
          {OUTCOME_LABEL.lost}
        </Button>
      </div>
      <div className="pair gap-2">
        <Button tone="quiet" onClick={() => setChosen("draw")}>
          {OUTCOME_LABEL.draw}
        </Button>
        <Button tone="quiet" onClick={() => setChosen("problem")}>
          {OUTCOME_LABEL.problem}
        </Button>
      </div>
      <ReportSheet match={match} outcome={chosen} onClose={close} />
    </div>
  );
}

function WaitingForRival({ match }: { match: Match }) {
  const [correcting, setCorrecting] = useState(false);
  const rival = rivalName(match);
  return (
    <section aria-label="Your report" className="space-y-3">
      <Notice tone="wait" title={`Waiting for ${rival}`}>
        You reported: <strong>{match.my_outcome ? OUTCOME_LABEL[match.my_outcome] : "sent"}</strong>. If {rival} agrees,{" "}
        {ofTournament(match) ? "that is the result" : `the ${kes(match.pot)} move at once`}.{" "}
        {sentences(answerCopy(match), ifRivalSaysNothing(match))} You can leave this page; we notify you.
      </Notice>
      {correcting ? (
        <Outcomes match={match} onClose={() => setCorrecting(false)} />
      ) : (
        <Button tone="quiet" wide onClick={() => setCorrecting(true)}>
          That was a mistake: correct my report
        </Button>
      )}
    </section>
  );
}
