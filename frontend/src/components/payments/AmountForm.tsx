/** How much to bring in: the usual amounts under the thumb, or one of the player's own. */
import { useState, type FormEvent } from "react";
import { AmountPicker } from "@/components/ui/AmountPicker";
import { Button } from "@/components/ui/Button";

import { Notice } from "@/components/ui/Notice";
import { useRequestDeposit } from "@/hooks/useDeposits";
import { useOnline } from "@/hooks/useOnline";
import { DEPOSIT_LIMITS, DEPOSIT_TIERS, kes, readShillings } from "@/lib/money";
import { localPhone } from "@/lib/phone";
import { sentenceFor } from "@/lib/problems";

type Props = { phone: string; suggested?: number | undefined; onAsked: (depositId: number, amount: number) => void };

export function AmountForm({ phone, suggested, onAsked }: Props) {
  const deposit = useRequestDeposit();
  const online = useOnline();
  const [typed, setTyped] = useState(String(suggested ?? 500));
  const [tried, setTried] = useState(false);
  const amount = readShillings(typed);
  const wrong = problemWith(amount);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (amount === null || wrong) return;
    deposit.mutate(amount, { onSuccess: ({ id }) => onAsked(id, amount) });
  };

  return (
    <form noValidate onSubmit={submit} className="space-y-5">
      <AmountPicker
        legend="Amount, in KES"
        name="deposit"
        tiers={DEPOSIT_TIERS}
        typed={typed}
        onType={setTyped}
        hint={`Whole shillings, from ${kes(DEPOSIT_LIMITS.min)}.`}
        error={tried && wrong ? wrong : undefined}
      />
      {deposit.error ? (
        <Notice tone="danger" alert>
          {sentenceFor(deposit.error)}
        </Notice>
      ) : null}
      {online ? null : (
        <Notice tone="stake">You are offline. A deposit needs a connection; nothing has been sent.</Notice>
      )}
      <Button type="submit" wide large busy={deposit.isPending} busyLabel="Calling M-Pesa…" disabled={!online}>
        Deposit {amount === null || wrong ? "" : kes(amount)}
      </Button>
      <p className="text-center text-sm text-muted">
        The M-Pesa prompt goes to <span className="figures whitespace-nowrap">{localPhone(phone)}</span>. Your PIN never
        passes through us.
      </p>
    </form>
  );
}

function problemWith(amount: number | null): string | null {
  if (amount === null) return "Type whole shillings, like 500.";
  if (amount < DEPOSIT_LIMITS.min) return `The smallest deposit is ${kes(DEPOSIT_LIMITS.min)}.`;
  if (amount > DEPOSIT_LIMITS.max) return `M-Pesa takes at most ${kes(DEPOSIT_LIMITS.max)} at once.`;
  return null;
}
