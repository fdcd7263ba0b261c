/** All matches of the player, newest first, filtered by how they ended. */
import { useRouter } from "next/router";
import { Loaded } from "@/components/Loaded";
import { MatchRow } from "@/components/matches/history/MatchRow";
import { NoMatches } from "@/components/matches/history/NoMatches";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Pills } from "@/components/ui/Pills";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMatchHistory } from "@/hooks/matches/useMatchHistory";
import { standingOf, type Standing } from "@/lib/copy/matches";
import type { Match } from "@/types/match";

type Kind = "all" | "won" | "lost" | "even" | "open";

const KINDS: readonly (readonly [Kind, string])[] = [
  ["all", "All"],
  ["won", "Won"],
  ["lost", "Lost"],
  ["even", "Drawn or refunded"],
  ["open", "Open or disputed"],
];

const HOLDS: Record<Exclude<Kind, "all">, readonly Standing[]> = {
  won: ["won"],
  lost: ["lost"],
  even: ["draw", "void", "split", "cancelled"],
  open: ["pending", "playing", "disputed"],
};

const isOf = (kind: Kind, match: Match): boolean => kind === "all" || HOLDS[kind].includes(standingOf(match));

export function MatchHistory() {
  const history = useMatchHistory();
  return (
    <Loaded
      query={history}
      skeleton={<SkeletonRows label="Loading your matches" />}
      failed="Your matches could not be loaded"
    >
      {({ pages }) => <Matches loaded={pages.flatMap((page) => page.items)} history={history} />}
    </Loaded>
  );
}

type MatchesProps = { loaded: readonly Match[]; history: ReturnType<typeof useMatchHistory> };

function Matches({ loaded, history: { hasNextPage, fetchNextPage, isFetchingNextPage } }: MatchesProps) {
  // In the address, so that the way back from a match leads to the same list.
  const router = useRouter();
  const kind = KINDS.find(([name]) => name === router.query.show)?.[0] ?? "all";
  const setKind = (show: Kind) =>
    void router.replace({ query: show === "all" ? {} : { show } }, undefined, { shallow: true, scroll: false });
  if (loaded.length === 0) return <NoMatches />;
  const matches = loaded.filter((match) => isOf(kind, match));
  return (
    <div className="space-y-3">
      <Pills legend="Which matches" name="kind" options={KINDS} value={kind} onChange={setKind} />
      {matches.length > 0 ? (
        <ul>
          {matches.map((match) => (
            <MatchRow key={match.id} match={match} withRating />
          ))}
        </ul>
      ) : (
        <EmptyState title="No matches found">
          {hasNextPage
            ? `None in your latest ${loaded.length} matches. Older ones are below.`
            : "You have no match like this."}
        </EmptyState>
      )}
      {hasNextPage ? (
        <Button
          tone="plain"
          wide
          busy={isFetchingNextPage}
          busyLabel="Loading…"
          onClick={() => void fetchNextPage({ cancelRefetch: false })}
        >
          Show older
        </Button>
      ) : null}
    </div>
  );
}
