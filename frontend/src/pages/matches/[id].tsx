/** One match by its id: its result, or its current state. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { isOpen, useMatch } from "@/hooks/matches/useMatches";
import { sentenceFor } from "@/lib/api/problem";
import type { FramedPage } from "@/types/page";

const loading = () => <SkeletonRows label="Opening the match" />;
const ActiveMatch = dynamic(() => import("@/components/matches/live/ActiveMatch").then((m) => m.ActiveMatch), {
  loading,
});
const MatchResult = dynamic(() => import("@/components/matches/history/MatchResult").then((m) => m.MatchResult), {
  loading,
});

const MatchPage: FramedPage = () => {
  const { query, isReady } = useRouter();
  const id = typeof query.id === "string" && /^\d{1,15}$/.test(query.id) ? Number(query.id) : null;
  const { data: match, error } = useMatch(id);
  const lost = error !== null && !match;
  const title = match?.status === "disputed" ? "Disputed match" : "Your match";

  return (
    <>
      <Head>
        <title>{`Match ${id ?? ""} · WageWars`}</title>
      </Head>
      {match && isOpen(match) ? (
        <>
          <PageTitle>{title}</PageTitle>
          <ActiveMatch match={match} />
        </>
      ) : null}
      {match && !isOpen(match) ? <MatchResult match={match} /> : null}
      {!match && !lost && !(isReady && id === null) ? <SkeletonRows label="Opening the match" /> : null}
      {lost || (isReady && id === null) ? (
        <>
          <PageTitle>Your match</PageTitle>
          <EmptyState
            title="We could not open this match"
            action={<ButtonLink href="/matches/history">All your matches</ButtonLink>}
          >
            {lost ? sentenceFor(error) : "There is no such match."}
          </EmptyState>
        </>
      ) : null}
    </>
  );
};
MatchPage.frame = inAppFrame;

export default MatchPage;
