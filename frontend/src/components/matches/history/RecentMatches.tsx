/** The latest matches, with a link to all of them. */
import Link from "next/link";
import { Loaded } from "@/components/Loaded";
import { MatchRow } from "@/components/matches/history/MatchRow";
import { NoMatches } from "@/components/matches/history/NoMatches";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useRecentMatches } from "@/hooks/matches/useMatches";

export function RecentMatches() {
  const recent = useRecentMatches();
  return (
    <section aria-labelledby="recent">
      <div className="flex items-center justify-between">
        <h2 id="recent" className="display text-lg">
          Latest matches
        </h2>
        {recent.data && recent.data.items.length > 0 ? (
          <Link
            href="/matches/history"
            className="inline-flex min-h-12 items-center text-sm font-semibold underline underline-offset-4"
          >
            See all
          </Link>
        ) : null}
      </div>
      <Loaded query={recent} skeleton={<Loading />} failed="Your matches could not be loaded">
        {({ items }) =>
          items.length > 0 ? (
            <ul>
              {items.map((match) => (
                <MatchRow key={match.id} match={match} />
              ))}
            </ul>
          ) : (
            <div className="mt-3">
              <NoMatches />
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

function Loading() {
  return (
    <div className="mt-3">
      <SkeletonRows label="Loading your matches" rows={3} />
    </div>
  );
}
