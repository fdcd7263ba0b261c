/** One tournament; readable without an account. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { inOpenFrame } from "@/components/OpenFrame";
import { WaitsForConnection } from "@/components/Loaded";
import { PageTitle } from "@/components/layout/Layout";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useTournament } from "@/hooks/tournaments/useTournament";
import { isPassing, sentenceFor } from "@/lib/api/problem";
import type { FramedPage } from "@/types/page";

const loading = () => <SkeletonRows label="Opening the tournament" rows={6} />;
const TournamentView = dynamic(() => import("@/components/tournaments/TournamentView").then((m) => m.TournamentView), {
  ssr: false,
  loading,
});

const TournamentPage: FramedPage = () => {
  const { query, isReady } = useRouter();
  const id = typeof query.id === "string" && /^\d{1,15}$/.test(query.id) ? Number(query.id) : null;
  const { data: tournament, error, fetchStatus, refetch } = useTournament(id);
  const lost = (error !== null && !tournament) || (isReady && id === null);
  return (
    <>
      <Head>
        <title>{`${tournament?.name ?? "Tournament"} · WageWars`}</title>
      </Head>
      <PageTitle>{tournament?.name ?? "Tournament"}</PageTitle>
      {tournament ? (
        <TournamentView tournament={tournament} />
      ) : fetchStatus === "paused" ? (
        <WaitsForConnection />
      ) : lost ? (
        <EmptyState
          title="We could not open this tournament"
          action={
            isPassing(error) && id !== null ? (
              <Button onClick={() => void refetch()}>Try again</Button>
            ) : (
              <ButtonLink href="/tournaments">All tournaments</ButtonLink>
            )
          }
        >
          {isPassing(error) && id !== null ? sentenceFor(error) : "There is no such tournament."}
        </EmptyState>
      ) : (
        loading()
      )}
    </>
  );
};
// Outside the frame, so that it stands in the page that a messenger reads for its preview; scripts/serve.mjs puts the
// name, the terms and the picture of the one tournament there.
TournamentPage.frame = (page) => (
  <>
    <Head>
      <meta key="og:title" property="og:title" content="A tournament on WageWars" />
      <meta
        key="og:description"
        property="og:description"
        content="Call of Duty tournaments with prizes in M-Pesa. Open it to see the players, the bracket and the prizes."
      />
    </Head>
    {inOpenFrame(page)}
  </>
);

export default TournamentPage;
