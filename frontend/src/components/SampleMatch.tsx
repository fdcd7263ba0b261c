/** An example match with pot, fee and prize, for visitors. */
import { Duel } from "@/components/ui/Duel";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { kes, potOf } from "@/lib/format/money";

export function SampleMatch() {
  const { fee, pot, prize } = potOf(100);
  return (
    <figure className="cut-lg overflow-hidden border border-line bg-raised">
      <Duel left={<Side role="You" name="Amina" />} right={<Side role="Opponent" name="Brian" />} />
      <div className="border-t border-line p-5">
        <Receipt>
          <ReceiptRow label="Pot">{kes(pot)}</ReceiptRow>
          <ReceiptRow label="Our fee">{kes(fee)}</ReceiptRow>
          <ReceiptRow label="Winner gets" tone="win" strong>
            {kes(prize)}
          </ReceiptRow>
        </Receipt>
      </div>
      <figcaption className="border-t border-line px-5 py-3 text-xs text-muted">
        An example: two stakes of KES 100.
      </figcaption>
    </figure>
  );
}

function Side({ role, name }: { role: string; name: string }) {
  return (
    <>
      <span className="text-xs font-semibold text-muted">{role}</span>
      <span className="display text-lg">{name}</span>
      <span className="money mt-auto pt-3 text-stake-text">{kes(100)}</span>
    </>
  );
}
