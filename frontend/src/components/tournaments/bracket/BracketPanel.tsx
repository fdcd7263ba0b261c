/** The bracket of a tournament, loaded and kept up to date, with the seed of the player who looks. */
import { Loaded } from "@/components/Loaded";
import { TournamentBracket } from "@/components/tournaments/TournamentBracket";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMyPart, useRounds } from "@/hooks/tournaments/useTournament";
import type { TournamentDetail } from "@/types/tournament";

export function BracketPanel({ tournament }: { tournament: TournamentDetail }) {
  const rounds = useRounds(tournament.id, tournament.status);
  const { data: part } = useMyPart(tournament.id, tournament.status);
  return (
    <Loaded
      query={rounds}
      skeleton={<SkeletonRows label="Loading the bracket" rows={6} />}
      failed="The bracket could not be loaded"
    >
      {(loaded) => <TournamentBracket rounds={loaded} seed={part?.seed ?? null} />}
    </Loaded>
  );
}
