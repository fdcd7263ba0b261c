/** A bracket on another site: to be looked at only, without an account, and nothing in it acts or leads on inside the frame. */
import { Loaded } from "@/components/Loaded";
import { StatusLine } from "@/components/tournaments/TournamentCard";
import { TournamentBracket } from "@/components/tournaments/TournamentBracket";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useRounds, useTournament } from "@/hooks/tournaments/useTournament";
import { hasBracket } from "@/lib/tournaments/status";
import type { TournamentDetail } from "@/types/tournament";

export function EmbeddedBracket({ id }: { id: number }) {
  const tournament = useTournament(id);
  return (
    <Loaded
      query={tournament}
      skeleton={<SkeletonRows label="Loading the tournament" rows={6} />}
      failed="The tournament could not be loaded"
    >
      {(loaded) => (
        <div className="space-y-4">
          <h1 className="display text-lg">
            <a href={`/tournaments/${id}`} target="_blank" rel="noopener" className="underline underline-offset-4">
              <bdi>{loaded.name}</bdi>
            </a>
          </h1>
          <StatusLine tournament={loaded} />
          {hasBracket(loaded.status) ? (
            <Bracket tournament={loaded} />
          ) : (
            <EmptyState title="No bracket">
              {loaded.status === "cancelled"
                ? "This tournament was cancelled."
                : "It is drawn when check-in has closed."}
            </EmptyState>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Bracket({ tournament }: { tournament: TournamentDetail }) {
  const rounds = useRounds(tournament.id, tournament.status);
  return (
    <Loaded
      query={rounds}
      skeleton={<SkeletonRows label="Loading the bracket" rows={6} />}
      failed="The bracket could not be loaded"
    >
      {(loaded) => <TournamentBracket rounds={loaded} seed={null} embedded />}
    </Loaded>
  );
}
