/** All matches of a player, newest first. */
import { MatchRow } from "@/components/matches/MatchRow";
import { NoMatches } from "@/components/matches/NoMatches";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMatchHistory } from "@/hooks/useMatchHistory";
import { sentenceFor } from "@/lib/problems";

export function MatchHistory() {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useMatchHistory();
  if (isPending) return <SkeletonRows label="Loading your matches" />;
  if (error && !data) {
    return (
      <Notice
        tone="danger"
        title="Your matches did not load"
        action={
          <Button tone="plain" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {sentenceFor(error)}
      </Notice>
    );
  }
  const matches = data.pages.flatMap((page) => page.items);
  if (matches.length === 0) return <NoMatches />;
  return (
    <>
      <ul>
        {matches.map((match) => (
          <MatchRow key={match.id} match={match} />
        ))}
      </ul>
      {hasNextPage ? (
        <Button
          tone="plain"
          wide
          className="mt-4"
          busy={isFetchingNextPage}
          busyLabel="Loading…"
          onClick={() => void fetchNextPage()}
        >
          Show older
        </Button>
      ) : null}
    </>
  );
}
