/** The balance in short, for pages other than the wallet. */
import Link from "next/link";
import { BigMoney } from "@/components/ui/BigMoney";
import { Skeleton } from "@/components/ui/Skeleton";
import { useWallet } from "@/hooks/payments/useWallet";
import { kes } from "@/lib/format/money";

export function BalanceSummary() {
  const { data: wallet } = useWallet();
  return (
    <section aria-label="Balance" className="flex flex-wrap items-end justify-between gap-x-4">
      <div>
        <p className="text-sm font-semibold text-muted">Available to play</p>
        {wallet ? (
          <BigMoney className="mt-0.5">{kes(wallet.playable)}</BigMoney>
        ) : (
          <Skeleton className="mt-1 h-10 w-40" />
        )}
        {wallet && Number(wallet.in_play) > 0 ? (
          <p className="money mt-1 text-sm text-stake-text">{kes(wallet.in_play)} in play</p>
        ) : null}
        {wallet && Number(wallet.held) > 0 ? (
          <p className="money mt-1 text-sm text-soft">{kes(wallet.held)} held for now</p>
        ) : null}
      </div>
      <Link
        href="/wallet"
        className="inline-flex min-h-12 items-center font-bold underline decoration-stake decoration-2 underline-offset-4"
      >
        Deposit
      </Link>
    </section>
  );
}
