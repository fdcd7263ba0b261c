/** Requests a rematch on the same terms, or accepts the opponent's request. */
import { useRouter } from "next/router";
import { Button } from "@/components/ui/Button";
import { toast } from "@/components/ui/Toast";
import { useChallengeActions, useChallenges } from "@/hooks/matches/useChallenges";
import { rivalName, standingOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import type { Match } from "@/types/match";

export function Rematch({ match }: { match: Match }) {
  const router = useRouter();
  const { rematch } = useChallengeActions();
  const { data: challenges } = useChallenges();
  const rival = rivalName(match);
  const requested = challenges?.some((one) => one.rematch_of === match.id && !one.is_mine) ?? false;
  // Whoever has just lost is not urged to play on.
  const lost = standingOf(match) === "lost";
  const go = () =>
    rematch.mutate(match.id, {
      onSuccess: (challenge) => {
        if (challenge.match_id === null)
          toast.good(`We have notified ${rival}. Your ${kes(match.wager_amount)} are locked.`);
        void router.push(challenge.match_id === null ? `/matches/challenge/${challenge.code}` : "/matches/active");
      },
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  return (
    <Button
      large
      wide
      tone={lost ? "plain" : requested ? "win" : "stake"}
      busy={rematch.isPending}
      busyLabel="Sending…"
      onClick={go}
    >
      {requested ? `${rival} wants a rematch: play` : "Rematch"} for {kes(match.wager_amount)}
    </Button>
  );
}
