/** All matches of the player. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const MatchHistory = dynamic(() => import("@/components/matches/history/MatchHistory").then((m) => m.MatchHistory), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading your matches" />,
});

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
