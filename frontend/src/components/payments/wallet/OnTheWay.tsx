/** Pending deposits and withdrawals, each with its state and a button that opens it. */
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { depositCopy } from "@/lib/copy/payments/deposits";
import { kes } from "@/lib/format/money";
import { withdrawalCopy } from "@/lib/copy/payments/withdrawals";
import type { Deposit, Withdrawal } from "@/types/transaction";

type Props = {
  deposits: Deposit[];
  withdrawals: Withdrawal[];
  onDeposit: (id: number) => void;
  onWithdrawal: (id: number) => void;
};

export function OnTheWay({ deposits, withdrawals, onDeposit, onWithdrawal }: Props) {
  if (deposits.length + withdrawals.length === 0) return null;
  return (
    <section aria-label="On the way" className="mt-4 space-y-3">
      {deposits.map((deposit) => (
        <Notice
          key={`deposit ${deposit.id}`}
          tone="stake"
          title={`${kes(deposit.amount)} on its way in: ${depositCopy(deposit).title}`}
          action={
            <Button tone="plain" onClick={() => onDeposit(deposit.id)}>
              See how it stands
            </Button>
          }
        />
      ))}
      {withdrawals.map((withdrawal) => (
        <Notice
          key={`withdrawal ${withdrawal.id}`}
          tone={withdrawal.state === "awaiting_code" ? "stake" : "wait"}
          title={outgoing(withdrawal)}
          action={
            <Button tone="plain" onClick={() => onWithdrawal(withdrawal.id)}>
              {withdrawal.state === "awaiting_code" ? "Type the code" : "See how it stands"}
            </Button>
          }
        />
      ))}
    </section>
  );
}

/** Before the code is typed nothing is on its way: the money is only set aside. */
const outgoing = (withdrawal: Withdrawal): string =>
  withdrawal.state === "awaiting_code"
    ? `${kes(withdrawal.amount)} set aside: waits for your code`
    : `${kes(withdrawal.amount)} on its way out: ${withdrawalCopy(withdrawal).title}`;
