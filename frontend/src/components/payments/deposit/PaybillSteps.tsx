/** Paying from the M-Pesa menu: our paybill number, the player's own account code, and the steps. */
import { Loaded } from "@/components/Loaded";
import { Button } from "@/components/ui/Button";
import { CopyField } from "@/components/ui/CopyField";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { usePaybill } from "@/hooks/payments/usePaybill";
import { kes } from "@/lib/format/money";
import type { Paybill } from "@/types/transaction";
import { focusOnMount } from "@/lib/focus";

type Props = { onBack: () => void; onDone: () => void };

export function PaybillSteps({ onBack, onDone }: Props) {
  return (
    <Loaded
      query={usePaybill()}
      skeleton={<SkeletonRows rows={3} label="Loading your account code" />}
      failed="The paybill could not be loaded"
      alternative={
        <Button tone="plain" onClick={onBack}>
          Use the prompt
        </Button>
      }
    >
      {(paybill) => <Instructions paybill={paybill} onBack={onBack} onDone={onDone} />}
    </Loaded>
  );
}

function Instructions({ paybill, onBack, onDone }: Props & { paybill: Paybill }) {
  return (
    <div className="space-y-5">
      <p ref={focusOnMount} tabIndex={-1} className="text-soft outline-none">
        Pay from the M-Pesa menu of any phone. The account code is yours alone: it shows us whose money it is.
      </p>
      <div className="space-y-3">
        <CopyField wide label="Paybill number" value={paybill.shortcode} data-testid="paybill-number" />
        <CopyField wide label="Your account code" value={paybill.account} data-testid="paybill-account" />
      </div>
      <ol className="space-y-3">
        {paybill.instructions.map((step, place) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden
              className="figures grid size-7 shrink-0 place-items-center rounded-full bg-lifted text-sm font-bold text-stake-text"
            >
              {place + 1}
            </span>
            <span className="min-w-0 pt-0.5">{step}</span>
          </li>
        ))}
      </ol>
      <p className="text-sm text-muted">
        From {kes(paybill.minimum)} to {kes(paybill.maximum)} at once. The money shows up in your wallet by itself,
        usually within a minute. With a wrong account code it waits with us until we have found you.
      </p>
      <div className="space-y-3">
        <Button wide large onClick={onDone}>
          Done
        </Button>
        <Button tone="plain" wide onClick={onBack}>
          Use the prompt on my phone
        </Button>
      </div>
    </div>
  );
}
