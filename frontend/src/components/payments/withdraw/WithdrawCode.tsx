/** The form for the code from the SMS, which is valid for this amount and number and for five minutes. */
import { useState, type FormEvent } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { ConfirmByPasskey } from "@/components/payments/withdraw/ByPasskey";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { CodeField } from "@/components/ui/CodeField";
import { toast } from "@/components/ui/Toast";
import { useWithdrawalActions } from "@/hooks/payments/useWithdrawals";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import { withdrawalCopy } from "@/lib/copy/payments/withdrawals";
import type { Withdrawal } from "@/types/transaction";

export function WithdrawCode({ withdrawal }: { withdrawal: Withdrawal }) {
  const { confirm, resend, cancel } = useWithdrawalActions(withdrawal.id);
  const [code, setCode] = useState("");
  const [error, setError] = useState<string>();
  const { title, text } = withdrawalCopy(withdrawal);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!/^\d{6}$/.test(code)) return setError("The code has 6 digits.");
    setError(undefined);
    confirm.mutate(code, {
      onError: (problem) => {
        setError(sentenceFor(problem));
        setCode("");
      },
    });
  };
  const another = () =>
    resend.mutate(undefined, {
      onSuccess: () => toast.good("A new code is on its way. The old one no longer works."),
      onError: (problem) => toast.bad(sentenceFor(problem)),
    });

  return (
    <form noValidate onSubmit={submit} className="space-y-5">
      <div>
        <p className="display text-xl">{title}</p>
        <p className="mt-2 text-soft">{text}</p>
      </div>
      <CodeField
        autoFocus
        value={code}
        onChange={(event) => setCode(event.target.value)}
        hint={withdrawal.code_expires_at ? <Expiry at={withdrawal.code_expires_at} /> : undefined}
        error={error}
      />
      <ErrorNotice error={cancel.error} />
      <div className="space-y-3">
        <Button type="submit" wide large busy={confirm.isPending} busyLabel="Checking…">
          Withdraw {kes(withdrawal.amount)}
        </Button>
        <ConfirmByPasskey withdrawalId={withdrawal.id} />
        <div className="pair gap-3">
          <Button tone="plain" busy={resend.isPending} onClick={another}>
            New code
          </Button>
          <Button tone="plain" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel
          </Button>
        </div>
        <p className="text-center text-xs text-muted">Nobody from WageWars will ever ask you for this code.</p>
      </div>
    </form>
  );
}

function Expiry({ at }: { at: string }) {
  return (
    <>
      Good for another <Countdown until={at} over="few seconds" />. After that the money goes back to your wallet.
    </>
  );
}
