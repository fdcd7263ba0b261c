/** The chance to win, the break-even chance after the fee, and the average gain. */
import { band, breakEven, chanceSource, onAverage, percent } from "@/lib/copy/offer";
import type { Offer } from "@/types/match";

export function OfferCard({ offer, against }: { offer: Offer; against?: string | undefined }) {
  return (
    <section aria-label="Your chances" className="cut-lg border border-line bg-raised p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="min-w-0 font-bold">
          Your chance to win
          {against ? (
            <>
              {" "}
              against <bdi>{against}</bdi>
            </>
          ) : null}
        </h2>
        <p className="display figures shrink-0 text-xl">{band(offer)}</p>
      </div>
      <Scale offer={offer} />
      <p className="mt-3 text-sm text-soft">{breakEven(offer)}</p>
      <p className="mt-1 text-sm text-soft">{onAverage(offer)}</p>
      <p className="mt-1 text-xs text-muted">{chanceSource(offer)}</p>
    </section>
  );
}

/** The range of chances from 0 to 100 % with the break-even mark; the text below says the same. */
function Scale({ offer }: { offer: Offer }) {
  const x = (share: number) => share * 300;
  return (
    <svg aria-hidden viewBox="0 0 300 34" className="mt-3 block w-full">
      <rect y="8" width="300" height="8" className="fill-lifted" />
      <rect
        x={x(offer.lowest_chance)}
        y="8"
        width={Math.max(4, x(offer.highest_chance - offer.lowest_chance))}
        height="8"
        className="fill-win"
      />
      <rect x={x(offer.break_even) - 1} y="3" width="2" height="18" className="fill-stake" />
      <text x={x(offer.break_even)} y="32" textAnchor="middle" className="fill-stake-text text-[0.6875rem] font-bold">
        pays from {percent(offer.break_even)}
      </text>
    </svg>
  );
}
