/** Why a payment cannot be made now, and the buttons that lead on from there. */
import { Hand } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { lessLabel, type NextAction, type PaymentRefusal } from "@/lib/api/refusals";
import type { PaymentKind } from "@/types/transaction";

export type RefusalActions = {
  onAgain: () => void;
  onAmount: (amount: number) => void;
  onSwitch?: (() => void) | undefined;
  onClose: () => void;
  busy?: boolean;
};
type Props = { kind: PaymentKind; refusal: PaymentRefusal; actions: RefusalActions };

export function RefusalNotice({ kind, refusal, actions }: Props) {
  const buttons = refusal.next.map((action, place) => (
    <ActionButton key={action} action={action} first={place === 0} {...{ kind, refusal, actions }} />
  ));
  if (!refusal.blocksForm) {
    return (
      <Notice tone="stake" alert title={refusal.title} action={<div className="flex flex-wrap gap-3">{buttons}</div>}>
        <p>{refusal.text}</p>
        {refusal.nextStep ? <p className="mt-1 font-semibold text-text">{refusal.nextStep}</p> : null}
      </Notice>
    );
  }
  return (
    <div role="alert" className="pt-2">
      <span className="mb-4 grid size-16 place-items-center rounded-full border-2 border-stake text-stake-text">
        <Hand aria-hidden className="size-8" />
      </span>
      <p className="display text-xl">{refusal.title}</p>
      <p className="mt-2 text-soft">{refusal.text}</p>
      {refusal.nextStep ? <p className="mt-2 font-semibold">{refusal.nextStep}</p> : null}
      <div className="mt-6 space-y-3">{buttons}</div>
    </div>
  );
}

type ActionProps = Props & { action: NextAction; first: boolean };

function ActionButton({ action, first, kind, refusal, actions }: ActionProps): ReactNode {
  const whole = refusal.blocksForm;
  const style = { wide: whole, large: whole && first, tone: first && whole ? "stake" : "plain" } as const;
  switch (action) {
    case "again":
      return (
        <Button {...style} busy={actions.busy ?? false} busyLabel="Checking…" onClick={actions.onAgain}>
          Check again
        </Button>
      );
    case "less": {
      const { amount } = refusal;
      if (amount === undefined) return null;
      return (
        <Button {...style} onClick={() => actions.onAmount(amount)}>
          {lessLabel(kind, amount)}
        </Button>
      );
    }
    case "withdraw":
    case "deposit":
      return actions.onSwitch ? (
        <Button {...style} onClick={actions.onSwitch}>
          {action === "withdraw" ? "Withdraw some" : "Deposit"}
        </Button>
      ) : null;
    case "verify":
      return (
        <ButtonLink {...style} href="/auth/register">
          Confirm my number
        </ButtonLink>
      );
    case "close":
      return (
        <Button {...style} onClick={actions.onClose}>
          All right
        </Button>
      );
  }
}
