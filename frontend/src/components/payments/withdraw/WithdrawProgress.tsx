/** Follows one withdrawal: the code, the queue, M-Pesa, the phone; or why the money came back. */
import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Costs } from "@/components/payments/quote/QuoteBreakdown";
import { WithdrawCode } from "@/components/payments/withdraw/WithdrawCode";
import { Button } from "@/components/ui/Button";
import { CopyField } from "@/components/ui/CopyField";
import { Stopwatch } from "@/components/ui/Countdown";
import { LoadingSpinner } from "@/components/ui/LoadingSpinner";
import { Notice } from "@/components/ui/Notice";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { ProgressSteps } from "@/components/ui/ProgressSteps";
import { useQuote } from "@/hooks/payments/useQuote";
import { useWallet } from "@/hooks/payments/useWallet";
import { useWithdrawal, useWithdrawalActions } from "@/hooks/payments/useWithdrawals";
import { kes } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";
import { useLongerThan } from "@/lib/format/useClock";
import { sentenceFor } from "@/lib/api/problem";
import { focusOnMount } from "@/lib/focus";
import { cx } from "@/lib/utils";
import {
  canCancel,
  LONG_WAIT,
  waitCopy,
  currentStep,
  WITHDRAWAL_STEPS,
  withdrawalCopy,
} from "@/lib/copy/payments/withdrawals";
import type { Withdrawal } from "@/types/transaction";

type Props = { id: number; onAgain: () => void; onDone: () => void };

const ENDED = { pending: null, completed: "well", failed: "badly" } as const;

export function WithdrawProgress({ id, onAgain, onDone }: Props) {
  const { data: withdrawal, error } = useWithdrawal(id);
  if (!withdrawal) {
    if (error)
      return (
        <Notice tone="stake" alert>
          {sentenceFor(error)} Your withdrawal goes on without this screen.
        </Notice>
      );
    return <LoadingSpinner label="Looking up your withdrawal" />;
  }
  const { title, text } = withdrawalCopy(withdrawal);
  const waitsForUs = withdrawal.state === "unknown" || withdrawal.state === "review";
  return (
    <div data-testid="withdrawal" data-state={withdrawal.state}>
      <ProgressSteps steps={WITHDRAWAL_STEPS} at={currentStep(withdrawal)} ended={ENDED[withdrawal.status]} />
      <div className="mt-6">
        {withdrawal.state === "awaiting_code" ? (
          <WithdrawCode withdrawal={withdrawal} />
        ) : (
          <>
            <StateText>
              {waitsForUs ? <ShieldCheck aria-hidden className="mb-2 size-8 text-wait-text" /> : null}
              <p className={cx("display text-xl", withdrawal.status === "completed" && "text-win-text")}>{title}</p>
              <p className="mt-2 text-soft">{text}</p>
              {withdrawal.failure ? <p className="mt-2 font-semibold">{withdrawal.failure.next_step}</p> : null}
            </StateText>
            <div className="mt-6">
              {withdrawal.status === "pending" ? <Waiting withdrawal={withdrawal} onClose={onDone} /> : null}
              {withdrawal.status === "completed" ? <Paid withdrawal={withdrawal} onDone={onDone} /> : null}
              {withdrawal.status === "failed" ? <Returned onAgain={onAgain} onDone={onDone} /> : null}
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** Receives the focus after the code form, and announces every change. */
function StateText({ children }: { children: ReactNode }) {
  return (
    <div ref={focusOnMount} tabIndex={-1} role="status" className="outline-none">
      {children}
    </div>
  );
}

function Waiting({ withdrawal, onClose }: { withdrawal: Withdrawal; onClose: () => void }) {
  const { cancel } = useWithdrawalActions(withdrawal.id);
  const since = withdrawal.sent_at ?? withdrawal.created_at;
  const long = useLongerThan(LONG_WAIT, since);
  return (
    <div className="space-y-4">
      <Receipt>
        <ReceiptRow label="Set aside for you">{kes(withdrawal.amount)}</ReceiptRow>
        <ReceiptRow label={`To ${localPhone(withdrawal.phone)}`}>{kes(withdrawal.net)}</ReceiptRow>
        <ReceiptRow label="Waiting for" tone="muted">
          <Stopwatch since={since} />
        </ReceiptRow>
      </Receipt>
      <p className="text-sm text-muted">
        {waitCopy(withdrawal, long)} You can close this; it goes on without you.
        {canCancel(withdrawal)
          ? null
          : " It is with M-Pesa now, so it cannot be cancelled. Please do not request the same money twice."}
      </p>
      {withdrawal.state === "held" ? <PausedNotice amount={Number(withdrawal.amount)} /> : null}
      <ErrorNotice error={cancel.error} tone="stake" />
      <Button tone="plain" wide onClick={onClose}>
        Close and keep waiting
      </Button>
      {canCancel(withdrawal) ? (
        <Button tone="quiet" wide busy={cancel.isPending} busyLabel="Cancelling…" onClick={() => cancel.mutate()}>
          Cancel, put it back in my wallet
        </Button>
      ) : null}
    </div>
  );
}

/** Says that all withdrawals are paused, if that is why this one waits. */
function PausedNotice({ amount }: { amount: number }) {
  const { quote } = useQuote("withdrawal", amount, { watch: true });
  if (quote?.refusal?.code !== "withdrawals_paused") return null;
  return (
    <Notice tone="wait" title="Withdrawals are paused for a while">
      Yours goes out by itself when they open again. You need not do anything.
    </Notice>
  );
}

function Paid({ withdrawal, onDone }: { withdrawal: Withdrawal; onDone: () => void }) {
  const { data: wallet } = useWallet();
  return (
    <div className="space-y-5">
      <Receipt>
        <ReceiptRow label="From your wallet">{kes(withdrawal.amount)}</ReceiptRow>
        <Costs {...withdrawal} />
        <ReceiptRow label="On your M-Pesa" tone="win" strong>
          {kes(withdrawal.net)}
        </ReceiptRow>
        {wallet ? <ReceiptRow label="Still in your wallet">{kes(wallet.available)}</ReceiptRow> : null}
      </Receipt>
      {withdrawal.mpesa_reference ? (
        <CopyField data-testid="receipt" label="M-Pesa code" value={withdrawal.mpesa_reference} />
      ) : null}
      <Button wide large onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

function Returned({ onAgain, onDone }: { onAgain: () => void; onDone: () => void }) {
  return (
    <div className="space-y-3">
      <Button wide large onClick={onAgain}>
        Try again
      </Button>
      <Button tone="plain" wide onClick={onDone}>
        Keep it in my wallet
      </Button>
    </div>
  );
}
