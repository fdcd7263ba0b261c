/** Open challenges that you could take now, and the way to make one. */
import { ChallengeRow } from "@/components/matches/challenge/ChallengeRow";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useChallenges } from "@/hooks/matches/useChallenges";
import { sentenceFor } from "@/lib/api/problems";

export function ChallengeBoard() {
  const { data, error, refetch } = useChallenges();
  return (
    <section aria-labelledby="board" className="space-y-2">
      <h2 id="board" className="display text-lg">
        Open challenges
      </h2>
      {data ? (
        data.length > 0 ? (
          <ul>
            {data.map((challenge) => (
              <ChallengeRow key={challenge.code} challenge={challenge} />
            ))}
          </ul>
        ) : (
          <EmptyState title="No open challenges">
            Nobody has put one up right now. Choose a stake above, and challenge somebody yourself.
          </EmptyState>
        )
      ) : error ? (
        <Notice
          tone="danger"
          title="The challenges did not load"
          action={
            <Button tone="plain" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {sentenceFor(error)}
        </Notice>
      ) : (
        <SkeletonRows label="Loading challenges" rows={2} />
      )}
    </section>
  );
}
