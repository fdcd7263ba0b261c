/** Follows one deposit: calling M-Pesa, the PIN on the phone, the money; or the reason, and the next step. */
import { Check, X } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { LoadingSpinner } from "@/components/ui/LoadingSpinner";
import { Notice } from "@/components/ui/Notice";
import { Slip, SlipLine } from "@/components/ui/Slip";
import { useDeposit } from "@/hooks/useDeposits";
import { useWallet } from "@/hooks/useWallet";
import { DEPOSIT_STEP, depositWords } from "@/lib/deposits";
import { kes } from "@/lib/money";
import { sentenceFor } from "@/lib/problems";
import { cx } from "@/lib/utils";
import type { Deposit } from "@/types/transaction";

type Props = { id: number; onAgain: () => void; onDone: () => void; canRetry: boolean };

export function DepositProgress({ id, onAgain, onDone, canRetry }: Props) {
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
  const { title, text } = depositWords(deposit);
  return (
    <div data-testid="deposit" data-state={deposit.state}>
      <Track deposit={deposit} />
      <div role="status" className="mt-6">
        <p className={cx("display text-xl", deposit.status === "completed" && "text-win-text")}>{title}</p>
        <p className="mt-2 text-soft">{text}</p>
        {deposit.failure ? <p className="mt-2 font-semibold">{deposit.failure.next_step}</p> : null}
      </div>
      <div className="mt-6">
        {deposit.status === "pending" ? <Waiting deposit={deposit} onClose={onDone} /> : null}
        {deposit.status === "completed" ? <Received deposit={deposit} onDone={onDone} /> : null}
        {deposit.status === "failed" ? (
          <Button wide large onClick={canRetry ? onAgain : onDone}>
            {canRetry ? "Try again" : "Close"}
          </Button>
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
      <Slip>
        <SlipLine label="Deposit" tone="win">
          +{kes(deposit.amount)}
        </SlipLine>
        {deposit.mpesa_reference ? <SlipLine label="M-Pesa code">{deposit.mpesa_reference}</SlipLine> : null}
        {wallet ? (
          <SlipLine label="Available now" strong>
            {kes(wallet.available)}
          </SlipLine>
        ) : null}
      </Slip>
      <Button wide large className="mt-6" onClick={onDone}>
        Done
      </Button>
    </>
  );
}

const STEPS = ["Call M-Pesa", "Your PIN", "Money in"];

function Track({ deposit }: { deposit: Deposit }) {
  const at = DEPOSIT_STEP[deposit.state];
  const failed = deposit.status === "failed";
  const done = deposit.status === "completed";
  return (
    <ol className="grid grid-cols-3 gap-2 text-center text-xs font-semibold">
      {STEPS.map((name, step) => {
        const passed = step < at || done;
        const here = step === at && !done;
        return (
          <li
            key={name}
            aria-current={here ? "step" : undefined}
            className={cx(passed || here ? "text-text" : "text-muted")}
          >
            <span
              aria-hidden
              className={cx(
                "mx-auto mb-1.5 grid size-11 place-items-center rounded-full border-2",
                passed && "border-win bg-win text-on-bright",
                here && (failed ? "border-danger text-danger-text" : "border-stake text-stake-text"),
                !passed && !here && "border-line",
              )}
            >
              {passed ? (
                <Check className="size-5" strokeWidth={3} />
              ) : here && failed ? (
                <X className="size-5" strokeWidth={3} />
              ) : here ? (
                <LoadingSpinner small />
              ) : (
                step + 1
              )}
            </span>
            {name}
          </li>
        );
      })}
    </ol>
  );
}
