/** Why a payment cannot be made now, what to do instead, and the button that does it. Never a dead end. */
import { Hand } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { lessLabel, type Stop, type NextAction } from "@/lib/api/refusals";
import type { PaymentKind } from "@/types/transaction";

export type Ways = {
  onAgain: () => void;
  onAmount: (amount: number) => void;
  onSwitch?: (() => void) | undefined;
  onClose: () => void;
  busy?: boolean;
};
type Props = { kind: PaymentKind; stop: Stop; ways: Ways };

export function RefusalNotice({ kind, stop, ways }: Props) {
  const buttons = stop.ways.map((way, place) => (
    <Way key={way} way={way} first={place === 0} {...{ kind, stop, ways }} />
  ));
  if (!stop.whole) {
    return (
      <Notice tone="stake" alert title={stop.title} action={<div className="flex flex-wrap gap-3">{buttons}</div>}>
        <p>{stop.text}</p>
        {stop.nextStep ? <p className="mt-1 font-semibold text-text">{stop.nextStep}</p> : null}
      </Notice>
    );
  }
  return (
    <div role="alert" className="pt-2">
      <span className="mb-4 grid size-16 place-items-center rounded-full border-2 border-stake text-stake-text">
        <Hand aria-hidden className="size-8" />
      </span>
      <p className="display text-xl">{stop.title}</p>
      <p className="mt-2 text-soft">{stop.text}</p>
      {stop.nextStep ? <p className="mt-2 font-semibold">{stop.nextStep}</p> : null}
      <div className="mt-6 space-y-3">{buttons}</div>
    </div>
  );
}

function Way({ way, first, kind, stop, ways }: Props & { way: NextAction; first: boolean }): ReactNode {
  const look = { wide: stop.whole, large: stop.whole && first, tone: first && stop.whole ? "stake" : "plain" } as const;
  switch (way) {
    case "again":
      return (
        <Button {...look} busy={ways.busy ?? false} busyLabel="Checking…" onClick={ways.onAgain}>
          Check again
        </Button>
      );
    case "less": {
      const { amount } = stop;
      if (amount === undefined) return null;
      return (
        <Button {...look} onClick={() => ways.onAmount(amount)}>
          {lessLabel(kind, amount)}
        </Button>
      );
    }
    case "withdraw":
    case "deposit":
      return ways.onSwitch ? (
        <Button {...look} onClick={ways.onSwitch}>
          {way === "withdraw" ? "Withdraw some" : "Deposit"}
        </Button>
      ) : null;
    case "verify":
      return (
        <ButtonLink {...look} href="/auth/register">
          Confirm my number
        </ButtonLink>
      );
    case "play":
      return (
        <ButtonLink {...look} href="/matches/find">
          Play a match meanwhile
        </ButtonLink>
      );
    case "close":
      return (
        <Button {...look} onClick={ways.onClose}>
          All right
        </Button>
      );
  }
}
