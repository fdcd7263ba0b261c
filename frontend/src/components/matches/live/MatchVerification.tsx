/** The screen for each state of a match between "found" and "paid". */
import dynamic from "next/dynamic";
import { useState, type ComponentType } from "react";
import { PlayNow } from "@/components/matches/live/PlayNow";
import { ReadyCheck } from "@/components/matches/live/ReadyCheck";
import { ReportPrompt } from "@/components/matches/report/ReportPrompt";
import { Button } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { meIn, ofTournament, rivalOf } from "@/lib/copy/matches";
import type { Match, VerificationState } from "@/types/match";

const loading = () => <SkeletonRows label="Opening" rows={3} />;
const MatchOffer = dynamic(() => import("@/components/matches/queue/MatchOffer").then((m) => m.MatchOffer), {
  loading,
});
const ProposedResult = dynamic(() => import("@/components/matches/live/ProposedResult").then((m) => m.ProposedResult), {
  loading,
});
const DisputeRoom = dynamic(() => import("@/components/matches/dispute/DisputeRoom").then((m) => m.DisputeRoom), {
  loading,
});
const GameRecords = dynamic(() => import("@/components/matches/report/GameRecords").then((m) => m.GameRecords));
const DisputeSheet = dynamic(() => import("@/components/matches/dispute/DisputeSheet").then((m) => m.DisputeSheet));
const EvidenceUpload = dynamic(
  () => import("@/components/matches/report/EvidenceUpload").then((m) => m.EvidenceUpload),
  {
    loading,
  },
);

type Screen = ComponentType<{ match: Match }>;

const SCREEN: Record<VerificationState, Screen> = {
  awaiting_checkin: CheckIn,
  in_play: Playing,
  awaiting_reports: Playing,
  provisional: Waiting,
  evidence: DisputeRoom,
  admin_review: DisputeRoom,
  settled: () => null, // shown by MatchResult.tsx
};

export function MatchVerification({ match }: { match: Match }) {
  const Here = SCREEN[match.verification_state];
  return <Here match={match} />;
}

function CheckIn({ match }: { match: Match }) {
  return (
    <>
      <ReadyCheck match={match} />
      {ofTournament(match) ? null : <MatchOffer match={match} />}
      <PlayNow match={match} />
    </>
  );
}

function Playing({ match }: { match: Match }) {
  // Keyed, so that an open report sheet stays open when the order changes.
  const how = <PlayNow key="how" match={match} />;
  const report = <ReportPrompt key="report" match={match} />;
  const proof = <Trouble key="proof" match={match} />;
  const records = <GameRecords key="records" match={match} />;
  // Before the first report the lobby comes first, after it the result. A player who has reported
  // needs the screenshot more than the lobby.
  if (meIn(match).reported) return [report, proof, records, how];
  return rivalOf(match).reported ? [report, how, proof, records] : [how, report, proof, records];
}

function Waiting({ match }: { match: Match }) {
  return (
    <>
      <ProposedResult match={match} />
      <GameRecords match={match} />
      <Trouble match={match} />
    </>
  );
}

/** Uploading screenshots, and opening a dispute. */
function Trouble({ match }: { match: Match }) {
  const [showing, setShowing] = useState(false);
  const [disputing, setDisputing] = useState(false);
  // An unanswered claim of a win counts only with a picture; an admitted defeat needs none.
  const needed = match.verification_state === "awaiting_reports" && meIn(match).reported && match.my_outcome !== "lost";
  return (
    <section aria-label="Proof and help" className="space-y-2 border-t border-line pt-4">
      {showing ? (
        <EvidenceUpload match={match} />
      ) : (
        <Button tone={needed ? "stake" : "plain"} wide onClick={() => setShowing(true)}>
          Keep a screenshot here
        </Button>
      )}
      <Button tone="quiet" wide onClick={() => setDisputing(true)}>
        Ask a referee to look
      </Button>
      {disputing ? <DisputeSheet match={match} onClose={() => setDisputing(false)} /> : null}
    </section>
  );
}
