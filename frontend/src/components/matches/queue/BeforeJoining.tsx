/** The offer before joining: chances, break-even, the expected wait, and the option of a lower stake as well. */
import { OfferCard } from "@/components/matches/queue/OfferCard";
import { LowerStakeOption, WideningForecast } from "@/components/matches/queue/WaitOptions";
import { Skeleton } from "@/components/ui/Skeleton";
import { useOffer } from "@/hooks/matches/useOffer";
import type { Game } from "@/lib/copy/games";
import { UNKNOWN_WAIT, waitSentence } from "@/lib/copy/offer";

type Props = { stake: number; game: Game; adjacent: boolean; onAdjacent: (adjacent: boolean) => void };

export function BeforeJoining({ stake, game, adjacent, onAdjacent }: Props) {
  const { data: offer, isError } = useOffer({ wager_amount: stake, ...game, accept_adjacent: adjacent });
  if (isError) return null; // the form works without it
  if (!offer) return <Skeleton className="h-48" />;
  const { widening } = offer;
  return (
    <div className="space-y-3">
      <OfferCard offer={offer} />
      {widening ? (
        <>
          <section aria-label="The wait" className="px-1">
            <p className="text-sm font-semibold">
              {widening.expected ? waitSentence(widening.expected) : UNKNOWN_WAIT}
            </p>
            <WideningForecast widening={widening} />
          </section>
          <LowerStakeOption widening={widening} accepts={adjacent} onChange={onAdjacent} />
        </>
      ) : null}
    </div>
  );
}
