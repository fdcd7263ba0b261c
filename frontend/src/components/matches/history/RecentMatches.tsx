/** The last few matches, and the way to all of them. */
import Link from "next/link";
import { MatchRow } from "@/components/matches/history/MatchRow";
import { NoMatches } from "@/components/matches/history/NoMatches";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useRecentMatches } from "@/hooks/matches/useMatches";

export function RecentMatches() {
  const { data } = useRecentMatches();
  return (
    <section aria-labelledby="recent">
      <div className="flex items-center justify-between">
        <h2 id="recent" className="display text-lg">
          Latest matches
        </h2>
        {data && data.items.length > 0 ? (
          <Link
            href="/matches/history"
            className="inline-flex min-h-12 items-center text-sm font-semibold underline underline-offset-4"
          >
            See all
          </Link>
        ) : null}
      </div>
      {data ? (
        data.items.length > 0 ? (
          <ul>
            {data.items.map((match) => (
              <MatchRow key={match.id} match={match} />
            ))}
          </ul>
        ) : (
          <div className="mt-3">
            <NoMatches />
          </div>
        )
      ) : (
        <div className="mt-3">
          <SkeletonRows label="Loading your matches" rows={3} />
        </div>
      )}
    </section>
  );
}
