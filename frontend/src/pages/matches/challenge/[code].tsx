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
import { sentenceFor } from "@/lib/api/problems";
import type { FramedPage } from "@/types/page";

const ChallengePage: FramedPage = () => {
  const { query } = useRouter();
  const code = typeof query.code === "string" ? query.code.toUpperCase() : null;
  const { data: challenge, error } = useChallenge(code);
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
          title="This challenge did not open"
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
ChallengePage.frame = inAppFrame;

export default ChallengePage;
