/** The match that the player is in now; when it ends, its result. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { useEffect, useRef } from "react";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { InPlayLoading } from "@/components/matches/live/InPlayLoading";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { useInPlay } from "@/hooks/matches/useInPlay";
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
  const router = useRouter();
  const inPlay = useInPlay();
  const match = inPlay.kind === "match" ? inPlay.match : null;
  const shown = useRef<number | null>(null);

  useEffect(() => {
    if (match) shown.current = match.id;
    // The match on this page has just ended: go and see how.
    else if (inPlay.kind === "idle" && shown.current !== null) void router.replace(`/matches/${shown.current}`);
  }, [match, inPlay.kind, router]);

  return (
    <>
      <Head>
        <title>Your match · WageWars</title>
      </Head>
      <PageTitle>{match ? TITLE[match.status] : "Your match"}</PageTitle>
      {match ? <ActiveMatch match={match} /> : null}
      {inPlay.kind === "unknown" ? <InPlayLoading error={inPlay.error} retry={inPlay.retry} /> : null}
      {inPlay.kind === "searching" ? (
        <EmptyState title="Still searching" action={<ButtonLink href="/matches/find">See the queue</ButtonLink>}>
          No opponent yet. We call you here as soon as somebody is found.
        </EmptyState>
      ) : null}
      {inPlay.kind === "challenging" ? (
        <EmptyState
          title="Your challenge is open"
          action={<ButtonLink href={`/matches/challenge/${inPlay.code}`}>See the challenge</ButtonLink>}
        >
          Nobody has taken it yet. We call you here as soon as somebody does.
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
