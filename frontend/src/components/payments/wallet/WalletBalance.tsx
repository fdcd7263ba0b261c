/** What the player has: free to stake, locked in a match, on its way out, and what is owed. */
import type { ReactNode } from "react";
import { BigMoney } from "@/components/ui/BigMoney";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { useWallet } from "@/hooks/payments/useWallet";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problems";
import type { Wallet } from "@/types/transaction";

export function WalletBalance({ action }: { action?: ReactNode }) {
  const { data: wallet, error, refetch } = useWallet();
  if (error && !wallet) {
    return (
      <Notice
        tone="danger"
        title="Your balance did not load"
        action={
          <Button tone="plain" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {sentenceFor(error)}
      </Notice>
    );
  }
  return (
    <section aria-label="Balance" className="cut-lg border border-line bg-raised p-5">
      <p className="text-sm font-semibold text-muted">Available to play</p>
      {wallet ? (
        <BigMoney data-testid="available" className="mt-1">
          {kes(wallet.available)}
        </BigMoney>
      ) : (
        <Skeleton className="mt-1 h-11 w-44" />
      )}
      <div className="mt-4 border-t border-line pt-4">
        {wallet ? (
          <Places wallet={wallet} />
        ) : (
          <div className="space-y-2">
            <Skeleton className="h-6" />
            <Skeleton className="h-6" />
            <Skeleton className="h-6" />
          </div>
        )}
      </div>
      {wallet && Number(wallet.owed) > 0 ? (
        <p className="mt-3 text-sm text-muted">
          M-Pesa took back a deposit that you had played with already. Your next deposit pays {kes(wallet.owed)} of it
          back; nothing else is asked of you.
        </p>
      ) : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </section>
  );
}

function Places({ wallet }: { wallet: Wallet }) {
  const owed = Number(wallet.owed) > 0;
  return (
    <Receipt>
      <ReceiptRow label="In play" tone={Number(wallet.in_play) > 0 ? "stake" : "muted"}>
        {kes(wallet.in_play)}
      </ReceiptRow>
      <ReceiptRow label="On its way to M-Pesa" tone={Number(wallet.withdrawing) > 0 ? "text" : "muted"}>
        {kes(wallet.withdrawing)}
      </ReceiptRow>
      {owed ? (
        <ReceiptRow label="You owe" tone="danger">
          {kes(wallet.owed)}
        </ReceiptRow>
      ) : null}
      <ReceiptRow label="Altogether">{kes(wallet.total)}</ReceiptRow>
    </Receipt>
  );
}
