/** A challenge, opened by its link. */
import Head from "next/head";
import { useRouter } from "next/router";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ChallengeView } from "@/components/matches/challenge/ChallengeView";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useChallenge } from "@/hooks/matches/useChallenges";
import { useInPlay } from "@/hooks/matches/useInPlay";
import { useRedirect } from "@/hooks/useRedirect";
import { sentenceFor } from "@/lib/api/problem";
import type { FramedPage } from "@/types/page";

const ChallengePage: FramedPage = () => {
  const { query } = useRouter();
  const code = typeof query.code === "string" ? query.code.toUpperCase() : null;
  const { data: challenge, error } = useChallenge(code);
  const inPlay = useInPlay();
  // The challenger, who waits on this page, goes straight to the match.
  const isOn = challenge?.state === "accepted" && inPlay.kind === "match" && inPlay.match.id === challenge.match_id;
  useRedirect(isOn ? "/matches/active" : null);
  return (
    <>
      <Head>
        <title>Challenge · WageWars</title>
      </Head>
      <PageTitle>
        {!challenge ? "Challenge" : challenge.is_mine ? "Your challenge" : `${challenge.challenger} challenges you`}
      </PageTitle>
      {challenge ? (
        <ChallengeView challenge={challenge} />
      ) : error ? (
        <EmptyState
          title="We could not open this challenge"
          action={<ButtonLink href="/matches/find">Find an opponent</ButtonLink>}
        >
          {sentenceFor(error)}
        </EmptyState>
      ) : (
        <SkeletonRows label="Opening the challenge" />
      )}
    </>
  );
};
// Outside the frame, so that it stands in the page that a messenger reads for its preview.
ChallengePage.frame = (page) => (
  <>
    <Head>
      <meta key="og:title" property="og:title" content="You are challenged on WageWars" />
      <meta
        key="og:description"
        property="og:description"
        content="A 1v1 in Call of Duty for real money. Open it to see the stake; nothing is staked before you accept."
      />
    </Head>
    {inAppFrame(page)}
  </>
);

export default ChallengePage;
