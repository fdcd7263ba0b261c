/** Follows one deposit: calling M-Pesa, the PIN on the phone, the money; or why it failed, and the next step. */
import { Costs } from "@/components/payments/quote/QuoteBreakdown";
import { Button } from "@/components/ui/Button";
import { CopyField } from "@/components/ui/CopyField";
import { Countdown } from "@/components/ui/Countdown";
import { LoadingSpinner } from "@/components/ui/LoadingSpinner";
import { Notice } from "@/components/ui/Notice";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { ProgressSteps } from "@/components/ui/ProgressSteps";
import { useDeposit } from "@/hooks/payments/useDeposits";
import { useWallet } from "@/hooks/payments/useWallet";
import { DEPOSIT_STEP, DEPOSIT_STEPS, depositCopy } from "@/lib/copy/payments/deposits";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import { focusIfLost } from "@/lib/focus";
import { cx } from "@/lib/utils";
import type { Deposit } from "@/types/transaction";

type Props = { id: number; onAgain: () => void; onDone: () => void; onPaybill: () => void; canRetry: boolean };

const ENDED = { pending: null, completed: "well", failed: "badly" } as const;

export function DepositProgress({ id, onAgain, onDone, onPaybill, canRetry }: Props) {
  const { data: deposit, error } = useDeposit(id);
  if (!deposit) {
    if (error)
      return (
        <Notice tone="stake" alert>
          {sentenceFor(error)} Your deposit goes on without this screen.
        </Notice>
      );
    return <LoadingSpinner label="Looking up your deposit" />;
  }
  const { title, text } = depositCopy(deposit);
  return (
    <div data-testid="deposit" data-state={deposit.state}>
      <ProgressSteps steps={DEPOSIT_STEPS} at={DEPOSIT_STEP[deposit.state]} ended={ENDED[deposit.status]} />
      <div role="status" className="mt-6">
        <p
          key={deposit.state}
          ref={focusIfLost}
          tabIndex={-1}
          className={cx("display text-xl outline-none", deposit.status === "completed" && "text-win-text")}
        >
          {title}
        </p>
        <p className="mt-2 text-soft">{text}</p>
        {deposit.failure ? <p className="mt-2 font-semibold">{deposit.failure.next_step}</p> : null}
      </div>
      <div className="mt-6">
        {deposit.status === "pending" ? <Waiting deposit={deposit} onClose={onDone} /> : null}
        {deposit.status === "completed" ? <Received deposit={deposit} onDone={onDone} /> : null}
        {deposit.status === "failed" ? (
          <div className="space-y-3">
            <Button wide large onClick={canRetry ? onAgain : onDone}>
              {canRetry ? "Try again" : "Close"}
            </Button>
            {deposit.state === "reversed" ? null : (
              <Button tone="plain" wide onClick={onPaybill}>
                Pay by paybill instead
              </Button>
            )}
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Waiting({ deposit, onClose }: { deposit: Deposit; onClose: () => void }) {
  return (
    <>
      {deposit.state === "prompted" && deposit.prompt_expires_at ? (
        <p className="mb-5 text-center">
          <span className="text-sm text-muted">The prompt stays open for</span>
          <span className="money block text-3xl text-stake-text">
            <Countdown until={deposit.prompt_expires_at} />
          </span>
        </p>
      ) : null}
      <p className="text-sm text-muted">You can close this. The money shows up in your wallet by itself.</p>
      <Button tone="plain" wide className="mt-4" onClick={onClose}>
        Close and keep waiting
      </Button>
    </>
  );
}

function Received({ deposit, onDone }: { deposit: Deposit; onDone: () => void }) {
  const { data: wallet } = useWallet();
  return (
    <>
      <Receipt>
        <ReceiptRow label="From your M-Pesa" tone="win">
          +{kes(deposit.amount)}
        </ReceiptRow>
        <Costs fee="0" tax={deposit.tax} change="0" />
        {wallet ? (
          <ReceiptRow label="Available now" strong>
            {kes(wallet.playable)}
          </ReceiptRow>
        ) : null}
      </Receipt>
      {deposit.mpesa_reference ? (
        <div className="mt-5">
          <CopyField data-testid="receipt" label="M-Pesa code" value={deposit.mpesa_reference} />
        </div>
      ) : null}
      <Button wide large className="mt-6" onClick={onDone}>
        Done
      </Button>
    </>
  );
}
