/** The stake: five tiers or another amount, with what the winner gets and our fee. */
import { AmountPicker } from "@/components/ui/AmountPicker";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { kes, potOf, readShillings, WAGER_TIERS, type Terms } from "@/lib/format/money";

type Props = { terms: Terms; typed: string; onType: (typed: string) => void; error?: string | undefined };

export function WagerSelector({ terms, typed, onType, error }: Props) {
  const stake = readShillings(typed);
  return (
    <div className="space-y-5">
      <AmountPicker
        legend="Your stake, in KES"
        name="wager"
        tiers={WAGER_TIERS}
        most={terms.max}
        typed={typed}
        onType={onType}
        hint={`Whole shillings, ${kes(terms.min)} to ${kes(terms.max)}.`}
        error={error}
      />
      {terms.isNewcomer ? (
        <p className="text-sm text-muted">
          {`Up to ${kes(terms.max)} a match until we know how well you play. A few matches lift that.`}
        </p>
      ) : null}
      {stake ? <StakeBreakdown stake={stake} terms={terms} /> : null}
    </div>
  );
}

function StakeBreakdown({ stake, terms }: { stake: number; terms: Terms }) {
  const { fee, pot, prize } = potOf(stake, terms);
  return (
    <div className="cut-lg border border-line bg-raised p-5">
      <p className="sr-only">{`You both put in ${kes(stake)}. Winner gets ${kes(prize)}. Our fee is ${kes(fee)}.`}</p>
      <div aria-hidden>
        <Receipt>
          <ReceiptRow label="You put in" tone="stake">
            {kes(stake)}
          </ReceiptRow>
          <ReceiptRow label="Your opponent puts in">{kes(stake)}</ReceiptRow>
          <ReceiptRow label={`Our fee, ${Math.round(terms.feeRate * 1000) / 10}% of ${kes(pot)}`}>
            {kes(fee)}
          </ReceiptRow>
          <ReceiptRow label="Winner gets" tone="win" strong>
            {kes(prize)}
          </ReceiptRow>
        </Receipt>
      </div>
      <p className="mt-3 text-xs text-muted">
        A draw or a cancelled match gives both of you the full stake back, without a fee.
      </p>
    </div>
  );
}

/** Why a stake cannot be played, as a text for the player; null when it can. */
export function stakeProblem(stake: number | null, available: number | null, terms: Terms): string | null {
  if (stake === null) return "Type whole shillings, like 100.";
  if (stake < terms.min) return `The smallest stake is ${kes(terms.min)}.`;
  if (stake > terms.max)
    return terms.isNewcomer
      ? `The largest stake is ${kes(terms.max)} until we know how well you play.`
      : `The largest stake is ${kes(terms.max)}.`;
  if (available !== null && stake > available) return `You can stake ${kes(available)} now. Deposit, or play for less.`;
  return null;
}
