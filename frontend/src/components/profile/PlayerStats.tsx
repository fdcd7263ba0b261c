/** The player's own record in four figures. */
import { Skeleton } from "@/components/ui/Skeleton";
import { useStats } from "@/hooks/profile/useProfile";
import { signedKes } from "@/lib/format/money";
import { cx, figureSize } from "@/lib/utils";
import type { Stats } from "@/types/user";

export function PlayerStats() {
  const { data: stats } = useStats();
  return (
    <section aria-label="Record">
      <dl className="pair gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-4">
        {figures(stats).map(([name, figure]) => (
          <div key={name} className="bg-raised px-4 py-3">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className={cx("money leading-snug", figureSize(figure))}>
              {figure ?? <Skeleton className="h-7 w-16" />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function figures(stats: Stats | undefined): [name: string, figure: string | null][] {
  const decided = stats ? stats.wins + stats.losses : 0;
  return [
    [stats?.provisional ? "Rating, first estimate" : "Rating", stats?.current_rank.toLocaleString("en-KE") ?? null],
    ["Won – lost – drawn", stats ? `${stats.wins} – ${stats.losses} – ${stats.draws}` : null],
    ["Win rate", stats ? (decided > 0 ? `${Math.round((100 * stats.wins) / decided)}%` : "–") : null],
    ["Winnings", stats ? signedKes(stats.net_winnings) : null],
  ];
}
