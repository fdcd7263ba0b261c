/** The amount of a deposit, which the player types (none is suggested), and what of it arrives in the wallet. */
import { useState, type FormEvent } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { QuoteBreakdown } from "@/components/payments/quote/QuoteBreakdown";
import { RefusalNotice } from "@/components/payments/quote/RefusalNotice";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { useRequestDeposit } from "@/hooks/payments/useDeposits";
import { useOnline } from "@/hooks/useOnline";
import { useQuote } from "@/hooks/payments/useQuote";
import { DEPOSIT_LIMITS, kes, readShillings } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";
import { refusalOf } from "@/lib/api/refusals";

type Props = {
  phone: string;
  /** What the player typed before, when they come back to it. */
  before?: number | undefined;
  onRequested: (depositId: number, amount: number) => void;
  onPaybill: () => void;
  onWithdraw: () => void;
  onClose: () => void;
};

export function AmountForm({ phone, before, onRequested, onPaybill, onWithdraw, onClose }: Props) {
  const deposit = useRequestDeposit();
  const online = useOnline();
  const [typed, setTyped] = useState(before ? String(before) : "");
  const [tried, setTried] = useState(false);
  const amount = readShillings(typed);
  const wrong = problemWith(amount);
  const tooMuch = amount !== null && amount > DEPOSIT_LIMITS.max;
  // The quote only explains: a deposit can be requested without it.
  const { quote, isFresh, isFetching, refetch } = useQuote("deposit", wrong ? null : amount);
  const refusal = quote && isFresh && !wrong ? refusalOf(quote, Infinity) : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (amount === null || wrong || refusal) return;
    deposit.mutate(amount, { onSuccess: ({ id }) => onRequested(id, amount) });
  };
  const actions = {
    onAgain: () => void refetch(),
    onAmount: (next: number) => setTyped(String(next)),
    onSwitch: onWithdraw,
    onClose,
    busy: isFetching,
  };
  if (refusal?.blocksForm) return <RefusalNotice kind="deposit" refusal={refusal} actions={actions} />;

  return (
    <form noValidate onSubmit={submit} className="space-y-5">
      <AmountField
        typed={typed}
        onType={setTyped}
        least={quote?.minimum ?? DEPOSIT_LIMITS.min}
        most={quote?.maximum ?? DEPOSIT_LIMITS.max}
        error={(tried || tooMuch) && wrong ? wrong : undefined}
      />
      {refusal ? <RefusalNotice kind="deposit" refusal={refusal} actions={actions} /> : null}
      {quote && !refusal && !wrong && Number(quote.net) !== Number(quote.amount) ? (
        <div className="cut-lg border border-line bg-lifted p-4">
          <QuoteBreakdown quote={quote} fresh={isFresh} />
        </div>
      ) : null}
      <ErrorNotice error={deposit.error} />
      {online ? null : <Offline />}
      <Button
        type="submit"
        wide
        large
        busy={deposit.isPending}
        busyLabel="Calling M-Pesa…"
        disabled={!online || refusal !== null}
      >
        Deposit {amount === null || wrong ? "" : kes(amount)}
      </Button>
      <PromptHint phone={phone} onPaybill={onPaybill} />
    </form>
  );
}

type FieldProps = {
  typed: string;
  onType: (typed: string) => void;
  least: string | number;
  most: string | number;
  error: string | undefined;
};

const AmountField = ({ typed, onType, least, most, error }: FieldProps) => (
  <Input
    label="Amount, in KES"
    lead="KES"
    inputMode="numeric"
    autoComplete="off"
    maxLength={12}
    className="money"
    value={typed}
    onChange={(event) => onType(event.target.value)}
    hint={`Whole shillings, from ${kes(least)} to ${kes(most)}.`}
    error={error}
  />
);

const Offline = () => (
  <Notice tone="stake">You are offline. A deposit needs a connection; nothing has been sent.</Notice>
);

function PromptHint({ phone, onPaybill }: Pick<Props, "phone" | "onPaybill">) {
  return (
    <>
      <p className="text-center text-sm text-muted">
        The M-Pesa prompt goes to <span className="figures whitespace-nowrap">{localPhone(phone)}</span>. Your PIN never
        passes through us.
      </p>
      <Button tone="quiet" wide onClick={onPaybill}>
        No prompt? Pay by paybill instead
      </Button>
    </>
  );
}

function problemWith(amount: number | null): string | null {
  if (amount === null) return "Type whole shillings, like 500.";
  if (amount < DEPOSIT_LIMITS.min) return `The smallest deposit is ${kes(DEPOSIT_LIMITS.min)}.`;
  if (amount > DEPOSIT_LIMITS.max) return `M-Pesa takes at most ${kes(DEPOSIT_LIMITS.max)} at once.`;
  return null;
}
