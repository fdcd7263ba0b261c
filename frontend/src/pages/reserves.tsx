/** Proof of reserves, for everybody: players' money beside M-Pesa's balance, and a check of one's own part. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { PageTitle } from "@/components/layout/Layout";
import { inOpenFrame } from "@/components/OpenFrame";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const Reserves = dynamic(() => import("@/components/reserves/Reserves").then((m) => m.Reserves), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading the counts" rows={4} />,
});

const ReservesPage: FramedPage = () => (
  <>
    <Head>
      <title>Is the money there? · WageWars</title>
      <meta
        name="description"
        content="All players' money, counted each hour beside M-Pesa's balance. Check your own part on your phone."
      />
    </Head>
    <PageTitle>Is the money there?</PageTitle>
    <Reserves />
  </>
);
ReservesPage.frame = inOpenFrame;

export default ReservesPage;
