/** The tournaments of a player on top, then all of them by what one can do there. */
import { useState } from "react";
import { Loaded } from "@/components/Loaded";
import { TournamentCard } from "@/components/tournaments/TournamentCard";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Pills } from "@/components/ui/Pills";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMyTournaments, useTournaments } from "@/hooks/tournaments/useTournaments";
import { EMPTY_LIST, FILTERS, myStanding } from "@/lib/copy/tournaments/terms";
import type { TournamentPhase } from "@/types/tournament";

export function TournamentList({ signedIn }: { signedIn: boolean }) {
  const [filter, setFilter] = useState<TournamentPhase>("open");
  return (
    <div className="space-y-8">
      {signedIn ? <Mine /> : null}
      <section aria-label="All tournaments" className="space-y-4">
        <Pills legend="Which tournaments" name="filter" joined options={FILTERS} value={filter} onChange={setFilter} />
        <All key={filter} filter={filter} />
      </section>
    </div>
  );
}

function Mine() {
  const { data = [] } = useMyTournaments();
  if (data.length === 0) return null;
  return (
    <section aria-labelledby="mine">
      <h2 id="mine" className="display mb-3 text-lg">
        Yours
      </h2>
      <ul className="space-y-3">
        {data.map(({ tournament, me }) => (
          <TournamentCard key={tournament.id} tournament={tournament} mine={myStanding(me, tournament)} />
        ))}
      </ul>
    </section>
  );
}

function All({ filter }: { filter: TournamentPhase }) {
  const list = useTournaments(filter);
  return (
    <Loaded
      query={list}
      skeleton={<SkeletonRows label="Loading the tournaments" rows={4} />}
      failed="The tournaments could not be loaded"
    >
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        return (
          <div className="space-y-4">
            {items.length > 0 ? (
              <ul className="space-y-3">
                {items.map((tournament) => (
                  <TournamentCard key={tournament.id} tournament={tournament} />
                ))}
              </ul>
            ) : (
              <EmptyState title="Nothing here right now">{EMPTY_LIST[filter]}</EmptyState>
            )}
            {list.hasNextPage ? (
              <Button
                tone="plain"
                wide
                busy={list.isFetchingNextPage}
                busyLabel="Loading…"
                onClick={() => void list.fetchNextPage({ cancelRefetch: false })}
              >
                Show more
              </Button>
            ) : null}
          </div>
        );
      }}
    </Loaded>
  );
}
