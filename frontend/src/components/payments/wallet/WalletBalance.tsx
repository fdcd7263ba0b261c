/** The balance card: available, and what is held, in play, set aside for a withdrawal, or owed, if there is any. */
import type { ReactNode } from "react";
import { Loaded } from "@/components/Loaded";
import { BigMoney } from "@/components/ui/BigMoney";
import { Skeleton } from "@/components/ui/Skeleton";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { useWallet } from "@/hooks/payments/useWallet";
import { kes } from "@/lib/format/money";
import type { Wallet } from "@/types/transaction";

export function WalletBalance({ action }: { action?: ReactNode }) {
  return (
    <Loaded query={useWallet()} skeleton={<Balance action={action} />} failed="Your balance could not be loaded">
      {(wallet) => <Balance wallet={wallet} action={action} />}
    </Loaded>
  );
}

/** With placeholders for the figures until there is a wallet. */
function Balance({ wallet, action }: { wallet?: Wallet; action?: ReactNode }) {
  return (
    <section aria-label="Balance" className="cut-lg border border-line bg-raised p-5">
      <p className="text-sm font-semibold text-muted">Available to play</p>
      {wallet ? (
        <BigMoney data-testid="available" className="mt-1">
          {kes(wallet.playable)}
        </BigMoney>
      ) : (
        <Skeleton className="mt-1 h-11 w-44" />
      )}
      <div className="mt-4 border-t border-line pt-4">
        {wallet ? (
          <Breakdown wallet={wallet} />
        ) : (
          <div className="space-y-2">
            <Skeleton className="h-6" />
          </div>
        )}
      </div>
      {wallet && Number(wallet.owed) > 0 ? (
        <p className="mt-3 text-sm text-muted">
          M-Pesa took back a deposit that you had played with already. Your next deposit pays {kes(wallet.owed)} of it
          back; you need not do anything else.
        </p>
      ) : null}
      {action ? <div className="mt-5">{action}</div> : null}
    </section>
  );
}

function Breakdown({ wallet }: { wallet: Wallet }) {
  const owed = Number(wallet.owed) > 0;
  return (
    <Receipt>
      {Number(wallet.held) > 0 ? <ReceiptRow label="Held for now">{kes(wallet.held)}</ReceiptRow> : null}
      {Number(wallet.in_play) > 0 ? (
        <ReceiptRow label="In play" tone="stake">
          {kes(wallet.in_play)}
        </ReceiptRow>
      ) : null}
      {Number(wallet.withdrawing) > 0 ? (
        <ReceiptRow label="Set aside for a withdrawal">{kes(wallet.withdrawing)}</ReceiptRow>
      ) : null}
      {owed ? (
        <ReceiptRow label="You owe" tone="danger">
          {kes(wallet.owed)}
        </ReceiptRow>
      ) : null}
      <ReceiptRow label="Total">{kes(wallet.total)}</ReceiptRow>
    </Receipt>
  );
}
