/** The icon for each type of movement. */
import {
  ArrowDownLeft,
  ArrowUpRight,
  Coins,
  Lock,
  RotateCcw,
  Swords,
  Trophy,
  Undo2,
  type LucideIcon,
} from "lucide-react";

import type { MovementType } from "@/types/transaction";

const ICONS: Record<MovementType, LucideIcon> = {
  deposit: ArrowDownLeft,
  paybill_deposit: ArrowDownLeft,
  suspense_claim: ArrowDownLeft,
  wager_hold: Lock,
  wager_release: RotateCcw,
  wager_refund: RotateCcw,
  wager_win: Trophy,
  wager_split: Coins,
  wager_overturn: RotateCcw,
  tournament_entry: Lock,
  tournament_refund: RotateCcw,
  tournament_prizes: Trophy,
  prize_clawback: Undo2,
  prize_collection: Undo2,
  prize_upgrade: Trophy,
  prize_advance: Trophy,
  withdrawal_hold: ArrowUpRight,
  withdrawal: Coins,
  withdrawal_release: RotateCcw,
  withdrawal_late: ArrowUpRight,
  refund_hold: ArrowUpRight,
  refund: ArrowUpRight,
  refund_release: RotateCcw,
  deposit_reversed: Undo2,
  receivable_repaid: Undo2,
  wallet_adjustment: Coins,
};

export function MovementIcon({ type }: { type: MovementType }) {
  const Icon = ICONS[type] ?? Swords;
  return <Icon className="size-5" />;
}
