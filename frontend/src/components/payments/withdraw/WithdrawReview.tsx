/** The review of a withdrawal before the code is sent: what arrives, and on which number. */
import { Smartphone } from "lucide-react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { WithdrawByPasskey } from "@/components/payments/withdraw/ByPasskey";
import { QuoteBreakdown } from "@/components/payments/quote/QuoteBreakdown";
import { BigMoney } from "@/components/ui/BigMoney";
import { Button } from "@/components/ui/Button";
import { useRequestWithdrawal } from "@/hooks/payments/useWithdrawals";
import { kes } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";
import { focusOnMount } from "@/lib/focus";
import type { Quote } from "@/types/transaction";

type Props = { quote: Quote; amount: number; onBack: () => void; onRequested: (withdrawalId: number) => void };

export function WithdrawReview({ quote, amount, onBack, onRequested }: Props) {
  const request = useRequestWithdrawal();
  return (
    <div className="space-y-5">
      <div ref={focusOnMount} tabIndex={-1} className="outline-none">
        <p className="text-sm font-semibold text-muted">This arrives on your M-Pesa</p>
        <BigMoney data-testid="arrives" className="mt-1">
          {kes(quote.net)}
        </BigMoney>
        <p className="mt-2 flex items-center gap-2 text-soft">
          <Smartphone aria-hidden className="size-5 shrink-0 text-muted" />
          <span>
            <span className="figures font-semibold whitespace-nowrap">{localPhone(quote.phone)}</span>, your own
            confirmed number
          </span>
        </p>
      </div>
      <div className="cut-lg border border-line bg-lifted p-4">
        <QuoteBreakdown quote={quote} />
      </div>
      <ErrorNotice error={request.error} />
      <p className="text-sm text-muted">
        We send you a code by SMS now and set {kes(amount)} aside meanwhile. Nothing goes to M-Pesa before you have
        typed the code here.
      </p>
      <div className="space-y-3">
        <WithdrawByPasskey amount={amount} onRequested={onRequested} />
        <Button
          wide
          large
          busy={request.isPending}
          busyLabel="Sending the code…"
          onClick={() => request.mutate(amount, { onSuccess: ({ id }) => onRequested(id) })}
        >
          Send me the code
        </Button>
        <Button tone="plain" wide onClick={onBack}>
          Change the amount
        </Button>
      </div>
    </div>
  );
}
