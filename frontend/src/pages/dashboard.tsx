/** Home: the balance, the next move, the record and the latest matches. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { NextMove } from "@/components/matches/live/NextMove";
import { BalanceSummary } from "@/components/payments/wallet/BalanceSummary";
import { PlayerStats } from "@/components/profile/PlayerStats";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import { useWallet } from "@/hooks/payments/useWallet";
import type { FramedPage } from "@/types/page";

const RecentMatches = dynamic(() => import("@/components/matches/history/RecentMatches").then((m) => m.RecentMatches), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading your matches" rows={3} />,
});

const DashboardPage: FramedPage = () => {
  const { data: me } = useMe();
  const { data: wallet } = useWallet();
  return (
    <div className="space-y-8">
      <Head>
        <title>Home · WageWars</title>
      </Head>
      <h1 className="display text-xl wrap-anywhere sm:text-2xl">Karibu{me ? `, ${me.username}` : ""}</h1>
      <BalanceSummary />
      <NextMove available={wallet ? Number(wallet.playable) : null} />
      <PlayerStats />
      <RecentMatches />
    </div>
  );
};
DashboardPage.frame = inAppFrame;

export default DashboardPage;
