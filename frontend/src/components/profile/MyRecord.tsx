/** The player's own record, with stakes and prizes in KES. */
import Link from "next/link";
import { Trophy } from "lucide-react";
import { Loaded } from "@/components/Loaded";
import { PlayerRecord } from "@/components/profile/PlayerRecord";
import { Skeleton } from "@/components/ui/Skeleton";
import { useStats } from "@/hooks/profile/useProfile";
import { kes, signedKes } from "@/lib/format/money";
import type { Stats } from "@/types/user";

export function MyRecord() {
  return (
    <Loaded query={useStats()} skeleton={<Skeleton className="h-96" />} failed="Your record could not be loaded">
      {(stats) => <Record stats={stats} />}
    </Loaded>
  );
}

function Record({ stats }: { stats: Stats }) {
  return (
    <div className="space-y-3">
      <PlayerRecord
        stats={stats}
        who="Your"
        more={[
          ["Staked", kes(stats.total_wagered)],
          ["Paid to you, stakes included", kes(stats.total_winnings)],
          ["Winnings", signedKes(stats.net_winnings)],
        ]}
      />
      <Link
        href="/leaderboard"
        className="flex min-h-13 flex-wrap items-center gap-x-3 rounded-lg border border-line bg-raised px-4 font-semibold"
      >
        <Trophy aria-hidden className="size-5 text-stake-text" />
        Leaderboards
        <span className="ml-auto text-sm font-normal text-muted">
          {stats.on_leaderboards ? "You are ranked" : "Not ranked yet"}
        </span>
      </Link>
    </div>
  );
}
