/** Find an opponent: choose the stake, then wait honestly. */
import Head from "next/head";
import { useRouter } from "next/router";
import { useEffect } from "react";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { FindForm } from "@/components/matches/FindForm";
import { Looking } from "@/components/matches/Looking";
import { MatchmakingQueue } from "@/components/matches/MatchmakingQueue";
import { useInPlay } from "@/hooks/useInPlay";
import type { FramedPage } from "@/types/page";

const FindPage: FramedPage = () => {
  const router = useRouter();
  const inPlay = useInPlay();
  const { wager } = router.query;

  useEffect(() => {
    if (inPlay.kind === "match") void router.replace("/matches/active");
  }, [inPlay.kind, router]);

  return (
    <>
      <Head>
        <title>Play · WageWars</title>
      </Head>
      {inPlay.kind === "searching" ? null : <PageTitle>Find an opponent</PageTitle>}
      {inPlay.kind === "searching" ? <MatchmakingQueue queue={inPlay.queue} /> : null}
      {inPlay.kind === "idle" ? <FindForm wager={typeof wager === "string" ? wager : undefined} /> : null}
      {inPlay.kind === "unknown" ? <Looking error={inPlay.error} retry={inPlay.retry} /> : null}
      {inPlay.kind === "match" ? <Looking /> : null}
    </>
  );
};
FindPage.frame = inAppFrame;

export default FindPage;
