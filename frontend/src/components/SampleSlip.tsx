/** A match as it will look, so that the price is clear before anybody signs up. */
import { Mark } from "@/components/ui/Logo";
import { Slip, SlipLine } from "@/components/ui/Slip";
import { kes, potOf } from "@/lib/money";

export function SampleSlip() {
  const { fee, pot, prize } = potOf(100);
  return (
    <figure className="cut-lg overflow-hidden border border-line bg-raised">
      <div className="relative grid grid-cols-2">
        <p className="bg-lifted px-5 py-6 pr-8">
          <span className="block text-xs font-semibold text-muted">You</span>
          <span className="display block text-lg">Amina</span>
          <span className="money text-stake-text">{kes(100)}</span>
        </p>
        <p className="px-5 py-6 pl-8 text-right">
          <span className="block text-xs font-semibold text-muted">Opponent</span>
          <span className="display block text-lg">Brian</span>
          <span className="money text-stake-text">{kes(100)}</span>
        </p>
        <span aria-hidden className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 rotate-[14deg] scale-y-125 bg-stake" />
        <span aria-hidden className="absolute top-1/2 left-1/2 grid size-12 -translate-1/2 place-items-center rounded-full border-2 border-stake bg-raised">
          <Mark className="size-7" />
        </span>
      </div>
      <div className="border-t border-line p-5">
        <Slip>
          <SlipLine label="Pot">{kes(pot)}</SlipLine>
          <SlipLine label="Our fee">{kes(fee)}</SlipLine>
          <SlipLine label="Winner gets" tone="win" strong>
            {kes(prize)}
          </SlipLine>
        </Slip>
      </div>
      <figcaption className="border-t border-line px-5 py-3 text-xs text-muted">An example: two stakes of KES 100.</figcaption>
    </figure>
  );
}
