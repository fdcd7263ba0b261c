/** What happened in a tournament so far, in figures. */
import { Loaded } from "@/components/Loaded";
import { Skeleton } from "@/components/ui/Skeleton";
import { useTournamentStats } from "@/hooks/tournaments/useTournament";
import { duration } from "@/lib/format/time";
import type { TournamentDetail, TournamentStats as Stats } from "@/types/tournament";

export function TournamentStats({ tournament }: { tournament: TournamentDetail }) {
  const stats = useTournamentStats(tournament.id, tournament.status);
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" className="display mb-3 text-lg">
        In figures
      </h2>
      <Loaded query={stats} skeleton={<Skeleton className="h-40" />} failed="The figures could not be loaded">
        {(loaded) => (
          <dl className="pair gap-px overflow-hidden rounded-lg border border-line bg-line">
            {figuresOf(loaded).map(([name, figure]) => (
              <div key={name} className="bg-raised px-4 py-3">
                <dt className="text-xs text-muted">{name}</dt>
                <dd className="money text-lg leading-snug">{figure}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </section>
  );
}

const time = (seconds: number | null): string => (seconds === null ? "–" : duration(seconds));

const figuresOf = (stats: Stats): [name: string, figure: string | number][] => [
  ["Matches played", stats.matches_played],
  ["Being played", stats.matches_open],
  ["Forfeits", stats.forfeits],
  ["Disputes", stats.disputes],
  ["Wins over a better seed", stats.upsets],
  ["A match takes", time(stats.average_seconds)],
  ["The longest", time(stats.longest_seconds)],
  ["The shortest", time(stats.shortest_seconds)],
];
