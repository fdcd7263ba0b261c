/** The match that the player is in now; redirects to its result when it ends. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useState } from "react";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { InPlayLoading } from "@/components/matches/live/InPlayLoading";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { useInPlay } from "@/hooks/matches/useInPlay";
import { useRedirect } from "@/hooks/useRedirect";
import type { MatchStatus } from "@/types/match";
import type { FramedPage } from "@/types/page";

const ActiveMatch = dynamic(() => import("@/components/matches/live/ActiveMatch").then((m) => m.ActiveMatch), {
  loading: () => <InPlayLoading />,
});

const TITLE: Record<MatchStatus, string> = {
  pending: "Match found",
  active: "Your match",
  disputed: "Disputed match",
  completed: "Your match",
  cancelled: "Your match",
};

const ActivePage: FramedPage = () => {
  const inPlay = useInPlay();
  const match = inPlay.kind === "match" ? inPlay.match : null;
  const [shownId, setShownId] = useState<number | null>(null);
  if (match && match.id !== shownId) setShownId(match.id);
  useRedirect(inPlay.kind === "idle" && shownId !== null ? `/matches/${shownId}` : null);

  return (
    <>
      <Head>
        <title>Your match · WageWars</title>
      </Head>
      <PageTitle key={match?.status}>{match ? TITLE[match.status] : "Your match"}</PageTitle>
      {match ? <ActiveMatch match={match} /> : null}
      {inPlay.kind === "unknown" ? <InPlayLoading error={inPlay.error} retry={inPlay.retry} /> : null}
      {inPlay.kind === "searching" ? (
        <EmptyState title="Still searching" action={<ButtonLink href="/matches/find">See the queue</ButtonLink>}>
          No opponent yet. We notify you here as soon as somebody is found.
        </EmptyState>
      ) : null}
      {inPlay.kind === "challenging" ? (
        <EmptyState
          title="Your challenge is open"
          action={<ButtonLink href={`/matches/challenge/${inPlay.code}`}>See the challenge</ButtonLink>}
        >
          Nobody has accepted it yet. We notify you here as soon as somebody does.
        </EmptyState>
      ) : null}
      {inPlay.kind === "idle" ? (
        <EmptyState
          title="You are not in a match"
          action={<ButtonLink href="/matches/find">Find an opponent</ButtonLink>}
        >
          Choose a stake, and the match opens here.
        </EmptyState>
      ) : null}
    </>
  );
};
ActivePage.frame = inAppFrame;

export default ActivePage;
