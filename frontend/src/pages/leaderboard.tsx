/** The leaderboards, with the player's own place. */
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { Leaderboard } from "@/components/profile/Leaderboard";
import { useMe } from "@/hooks/profile/useProfile";
import type { FramedPage } from "@/types/page";

const LeaderboardPage: FramedPage = () => {
  const { data: me } = useMe();
  return (
    <>
      <Head>
        <title>Leaderboard · WageWars</title>
      </Head>
      <PageTitle>Leaderboard</PageTitle>
      <Leaderboard me={me?.username} />
    </>
  );
};
LeaderboardPage.frame = inAppFrame;

export default LeaderboardPage;
