/** Home: the balance, the next move, the record and the latest matches. */
import dynamic from "next/dynamic";
import Head from "next/head";
import Link from "next/link";
import { inAppFrame } from "@/components/AppFrame";
import { BalanceSummary } from "@/components/payments/wallet/BalanceSummary";
import { Skeleton, SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import { useWallet } from "@/hooks/payments/useWallet";
import type { FramedPage } from "@/types/page";

const RecentMatches = dynamic(() => import("@/components/matches/history/RecentMatches").then((m) => m.RecentMatches), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading your matches" rows={3} />,
});

// It shows nothing before the API has answered.
const NextMove = dynamic(() => import("@/components/matches/live/NextMove").then((m) => m.NextMove), {
  ssr: false,
  loading: () => <Skeleton className="h-44" />,
});

// Below the first screen.
const PlayerStats = dynamic(() => import("@/components/profile/PlayerStats").then((m) => m.PlayerStats), {
  ssr: false,
  loading: () => <Skeleton className="h-32" />,
});

// Most players have no match in a tournament, and then it shows nothing.
const NextTournament = dynamic(
  () => import("@/components/tournaments/mine/NextTournament").then((m) => m.NextTournament),
  {
    ssr: false,
  },
);

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
      <NextTournament />
      <NextMove available={wallet ? Number(wallet.playable) : null} />
      <Link
        href="/tournaments"
        className="flex min-h-14 items-center justify-between rounded-lg border border-line bg-raised px-4 font-semibold"
      >
        Tournaments
        <span aria-hidden className="text-stake-text">
          →
        </span>
      </Link>
      <PlayerStats />
      <RecentMatches />
    </div>
  );
};
DashboardPage.frame = inAppFrame;

export default DashboardPage;
