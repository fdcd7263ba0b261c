/** The open challenges that the player could accept now. */
import { Loaded } from "@/components/Loaded";
import { ChallengeRow } from "@/components/matches/challenge/ChallengeRow";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useChallenges } from "@/hooks/matches/useChallenges";

export function ChallengeBoard() {
  return (
    <section aria-labelledby="board" className="space-y-2">
      <h2 id="board" className="display text-lg">
        Open challenges
      </h2>
      <Loaded
        query={useChallenges()}
        skeleton={<SkeletonRows label="Loading challenges" rows={2} />}
        failed="The challenges could not be loaded"
      >
        {(challenges) =>
          challenges.length > 0 ? (
            <ul>
              {challenges.map((challenge) => (
                <ChallengeRow key={challenge.code} challenge={challenge} />
              ))}
            </ul>
          ) : (
            <EmptyState title="No open challenges">
              There is none right now. Choose a stake above, and challenge somebody yourself.
            </EmptyState>
          )
        }
      </Loaded>
    </section>
  );
}
