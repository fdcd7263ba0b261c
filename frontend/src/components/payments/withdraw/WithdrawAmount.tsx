/** The amount of a withdrawal, and what of it arrives; then the review before anything is sent. */
import { useState, type FormEvent } from "react";
import { Loaded, LoadError } from "@/components/Loaded";
import { QuoteBreakdown } from "@/components/payments/quote/QuoteBreakdown";
import { RefusalNotice } from "@/components/payments/quote/RefusalNotice";
import { WithdrawReview } from "@/components/payments/withdraw/WithdrawReview";
import { AmountPicker } from "@/components/ui/AmountPicker";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useOnline } from "@/hooks/useOnline";
import { useQuote } from "@/hooks/payments/useQuote";
import { useWallet } from "@/hooks/payments/useWallet";
import { WITHDRAWAL_TIERS, kes, readShillings } from "@/lib/format/money";
import { refusalOf } from "@/lib/api/refusals";
import { firstAmount } from "@/lib/copy/payments/withdrawals";

type Props = { onRequested: (withdrawalId: number) => void; onDeposit: () => void; onClose: () => void };

export function WithdrawAmount(props: Props) {
  return (
    <Loaded
      query={useWallet()}
      skeleton={<SkeletonRows label="Loading your balance" rows={3} />}
      failed="Your balance could not be loaded"
    >
      {({ playable, held, in_play }) =>
        firstAmount(playable) < 1 ? (
          <NothingYet held={Number(held) > 0} inPlay={Number(in_play) > 0} onClose={props.onClose} />
        ) : (
          <Form available={playable} {...props} />
        )
      }
    </Loaded>
  );
}

function Form({ available, onRequested, onDeposit, onClose }: Props & { available: string }) {
  const online = useOnline();
  const [typed, setTyped] = useState(() => String(firstAmount(available)));
  const [reviewing, setReviewing] = useState(false);
  const [tried, setTried] = useState(false);
  const amount = readShillings(typed);
  const { quote, isFresh, error, isFetching, refetch } = useQuote("withdrawal", amount);
  const most = Math.floor(Number(available));
  const refusal = quote && isFresh ? refusalOf(quote, most) : null;
  const isAllowed = amount !== null && amount > 0 && isFresh && quote?.allowed === true;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isAllowed) setReviewing(true);
  };
  const set = (next: number) => setTyped(String(next));
  const actions = { onAgain: () => void refetch(), onAmount: set, onSwitch: onDeposit, onClose, busy: isFetching };

  if (refusal?.blocksForm) return <RefusalNotice kind="withdrawal" refusal={refusal} actions={actions} />;
  if (reviewing && quote && isAllowed)
    return (
      <WithdrawReview quote={quote} amount={amount} onBack={() => setReviewing(false)} onRequested={onRequested} />
    );
  return (
    <form noValidate onSubmit={submit} className="space-y-5">
      <AmountPicker
        legend="Amount, in KES"
        name="withdrawal"
        tiers={WITHDRAWAL_TIERS}
        most={most}
        typed={typed}
        onType={setTyped}
        hint={`Whole shillings. Available: ${kes(available)}.`}
        error={tried && amount === null ? "Type whole shillings, like 500." : undefined}
      />
      {amount === most ? null : (
        <Button tone="quiet" wide className="-mt-2" onClick={() => set(most)}>
          All of it, {kes(most)}
        </Button>
      )}
      {refusal ? <RefusalNotice kind="withdrawal" refusal={refusal} actions={actions} /> : null}
      {error && !isFetching ? (
        <LoadError alert error={error} onRetry={refetch} />
      ) : refusal || !amount ? null : (
        <div className="cut-lg border border-line bg-lifted p-4">
          <QuoteBreakdown quote={quote} fresh={isFresh} />
        </div>
      )}
      {online ? null : (
        <Notice tone="stake">You are offline. A withdrawal needs a connection; nothing was sent.</Notice>
      )}
      <Button type="submit" wide large disabled={!online || !isAllowed}>
        Continue
      </Button>
    </form>
  );
}

function NothingYet({ held, inPlay, onClose }: { held: boolean; inPlay: boolean; onClose: () => void }) {
  return (
    <div>
      <p className="display text-xl">Nothing to withdraw yet</p>
      <p className="mt-2 text-soft">
        {held
          ? "What you have is held for now. It is yours: your wallet says why, and until when."
          : inPlay
            ? "What you have is in play, in a match or a tournament. What you win there comes here."
            : "What you win comes here, and you can withdraw it at once."}
      </p>
      <div className="mt-6 space-y-3">
        {inPlay ? (
          <ButtonLink href="/dashboard" wide large>
            See what you play
          </ButtonLink>
        ) : null}
        <Button tone="plain" wide onClick={onClose}>
          All right
        </Button>
      </div>
    </div>
  );
}
