/** Why the last search ended, when it was not its player who ended it. */
import { Notice } from "@/components/ui/Notice";
import { kes } from "@/lib/format/money";
import { momentWithin } from "@/lib/format/time";
import type { EndedSearch as Ended } from "@/types/match";

const WHY: Record<Ended["reason"], string> = {
  absent: "You were away for a while, so we stopped searching",
  tournament: "Your match of a tournament opened, so we stopped searching",
  suspended: "Your account cannot play for now, so we stopped searching",
};

export function EndedSearch({ ended }: { ended: Ended }) {
  return (
    <Notice tone="stake" title="Your search ended">
      {WHY[ended.reason]} ({momentWithin(ended.ended_at)}). Your {kes(ended.wager_amount)} is back in your wallet.
    </Notice>
  );
}
