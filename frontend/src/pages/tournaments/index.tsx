/** All tournaments; readable without an account. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inOpenFrame } from "@/components/OpenFrame";
import { PageTitle } from "@/components/layout/Layout";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useAuth } from "@/hooks/useAuth";
import type { FramedPage } from "@/types/page";

const TournamentList = dynamic(() => import("@/components/tournaments/TournamentList").then((m) => m.TournamentList), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading the tournaments" rows={4} />,
});

const TournamentsPage: FramedPage = () => {
  const { status } = useAuth();
  return (
    <>
      <Head>
        <title>Tournaments · WageWars</title>
      </Head>
      <PageTitle>Tournaments</PageTitle>
      <TournamentList signedIn={status === "signed-in"} />
    </>
  );
};
TournamentsPage.frame = inOpenFrame;

export default TournamentsPage;
