/** The available balance in the top bar, as a link to the wallet. */
import Link from "next/link";
import { Skeleton } from "@/components/ui/Skeleton";
import { useWallet } from "@/hooks/payments/useWallet";
import { kes } from "@/lib/format/money";

export function WalletChip() {
  const { data: wallet } = useWallet();
  if (!wallet) return <Skeleton className="h-9 w-24" />;
  return (
    <Link
      href="/wallet"
      className="flex min-h-12 shrink-0 items-center rounded-lg"
      aria-label={`Wallet, ${kes(wallet.playable)} available`}
    >
      <span className="money cut border border-edge bg-raised px-2.5 py-1.5 text-[min(0.9375rem,4.6vw)]">
        {kes(wallet.playable)}
      </span>
    </Link>
  );
}
