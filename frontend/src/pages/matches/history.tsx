/** All matches of the player. */
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { MatchHistory } from "@/components/matches/history/MatchHistory";
import type { FramedPage } from "@/types/page";

const HistoryPage: FramedPage = () => (
  <>
    <Head>
      <title>Matches · WageWars</title>
    </Head>
    <PageTitle>Your matches</PageTitle>
    <MatchHistory />
  </>
);
HistoryPage.frame = inAppFrame;

export default HistoryPage;
