/** Finds an opponent: the form with stake and game, then the queue. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { FindForm } from "@/components/matches/queue/FindForm";
import { InPlayLoading } from "@/components/matches/live/InPlayLoading";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { useInPlay } from "@/hooks/matches/useInPlay";
import { useRedirect } from "@/hooks/useRedirect";
import type { FramedPage } from "@/types/page";

const MatchmakingQueue = dynamic(
  () => import("@/components/matches/queue/MatchmakingQueue").then((m) => m.MatchmakingQueue),
  { loading: () => <InPlayLoading /> },
);
const ChallengeBoard = dynamic(() =>
  import("@/components/matches/challenge/ChallengeBoard").then((m) => m.ChallengeBoard),
);

const FindPage: FramedPage = () => {
  const inPlay = useInPlay();
  const { wager, against } = useRouter().query;
  useRedirect(inPlay.kind === "match" ? "/matches/active" : null);

  return (
    <>
      <Head>
        <title>Play · WageWars</title>
      </Head>
      {inPlay.kind === "searching" ? null : <PageTitle>Find an opponent</PageTitle>}
      {inPlay.kind === "searching" ? <MatchmakingQueue queue={inPlay.queue} /> : null}
      {inPlay.kind === "idle" ? (
        <div className="space-y-8">
          <FindForm
            wager={typeof wager === "string" ? wager : undefined}
            against={typeof against === "string" ? against : undefined}
          />
          <ChallengeBoard />
        </div>
      ) : null}
      {inPlay.kind === "challenging" ? (
        <EmptyState
          title="Your challenge is open"
          action={<ButtonLink href={`/matches/challenge/${inPlay.code}`}>See it, share it</ButtonLink>}
        >
          Nobody has accepted it yet. Withdraw it there to search for somebody else.
        </EmptyState>
      ) : null}
      {inPlay.kind === "unknown" ? <InPlayLoading error={inPlay.error} retry={inPlay.retry} /> : null}
      {inPlay.kind === "match" ? <InPlayLoading /> : null}
    </>
  );
};
FindPage.frame = inAppFrame;

export default FindPage;
