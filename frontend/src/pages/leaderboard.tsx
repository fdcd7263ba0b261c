/** The leaderboards, with the player's own place. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import type { FramedPage } from "@/types/page";

const Leaderboard = dynamic(() => import("@/components/profile/Leaderboard").then((m) => m.Leaderboard), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading the leaderboard" rows={6} />,
});

const LeaderboardPage: FramedPage = () => {
  const { data: me } = useMe();
  return (
    <>
      <Head>
        <title>Leaderboard · WageWars</title>
      </Head>
      <PageTitle>Leaderboard</PageTitle>
      <Leaderboard me={me?.shown_as} />
    </>
  );
};
LeaderboardPage.frame = inAppFrame;

export default LeaderboardPage;
