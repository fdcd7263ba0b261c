/** On the home page: the player's next match in a tournament, or a check-in that is open; else nothing. */
import { NextMatch } from "@/components/tournaments/mine/NextMatch";
import { ButtonLink } from "@/components/ui/Button";
import { useNextTournament } from "@/hooks/tournaments/useTournaments";
import { hour } from "@/lib/format/time";

export function NextTournament() {
  const mine = useNextTournament();
  if (mine === null) return null;
  const { tournament, me } = mine;
  if (me.next_match) return <NextMatch next={me.next_match} within={tournament} />;
  return (
    <section aria-label="Check-in" className="cut-lg border-2 border-stake bg-raised p-5">
      <h2 className="display text-lg">Check-in is open</h2>
      <p className="mt-1 text-soft">
        <bdi className="font-bold">{tournament.name}</bdi> begins at {hour(tournament.start_date)}. Without a check-in
        you lose your seat.
      </p>
      <ButtonLink href={`/tournaments/${tournament.id}`} wide large className="mt-4">
        Check in
      </ButtonLink>
    </section>
  );
}
