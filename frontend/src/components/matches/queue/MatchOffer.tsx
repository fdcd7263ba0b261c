/** The offer of a match that was found, shown before the player is ready. */
import { OfferCard } from "@/components/matches/queue/OfferCard";
import { Skeleton } from "@/components/ui/Skeleton";
import { useMatchOffer } from "@/hooks/matches/useOffer";
import { rivalName } from "@/lib/copy/matches";
import type { Match } from "@/types/match";

export function MatchOffer({ match }: { match: Match }) {
  const { data: offer, isError } = useMatchOffer(match.id);
  if (isError) return null;
  return offer ? <OfferCard offer={offer} against={rivalName(match)} /> : <Skeleton className="h-40" />;
}
