/** What the player has: free to stake, locked in a match, and on its way out. */
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/Skeleton";
import { Slip, SlipLine } from "@/components/ui/Slip";
import { BigMoney } from "@/components/ui/BigMoney";
import { Notice } from "@/components/ui/Notice";
import { Button } from "@/components/ui/Button";
import { useWallet } from "@/hooks/useWallet";
import { kes } from "@/lib/money";
import { sentenceFor } from "@/lib/problems";

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
          <Slip>
            <SlipLine label="In play" tone={Number(wallet.in_play) > 0 ? "stake" : "muted"}>
              {kes(wallet.in_play)}
            </SlipLine>
            {Number(wallet.withdrawing) > 0 ? (
              <SlipLine label="On its way to M-Pesa">{kes(wallet.withdrawing)}</SlipLine>
            ) : null}
            <SlipLine label="Altogether">{kes(wallet.total)}</SlipLine>
          </Slip>
        ) : (
          <div className="space-y-2">
            <Skeleton className="h-6" />
            <Skeleton className="h-6" />
          </div>
        )}
      </div>
      {action ? <div className="mt-5">{action}</div> : null}
    </section>
  );
}
