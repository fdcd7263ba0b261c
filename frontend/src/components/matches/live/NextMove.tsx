/** What to do now: go to the match, see the queue or the challenge, or find an opponent. */
import dynamic from "next/dynamic";
import { ButtonLink } from "@/components/ui/Button";
import { Stopwatch } from "@/components/ui/Countdown";
import { Skeleton } from "@/components/ui/Skeleton";
import { useInPlay } from "@/hooks/matches/useInPlay";
import { whatNow } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";

const InPlayLoading = dynamic(() => import("@/components/matches/live/InPlayLoading").then((m) => m.InPlayLoading));
const Versus = dynamic(() => import("@/components/matches/live/Versus").then((m) => m.Versus), {
  ssr: false,
  loading: () => <Skeleton className="h-44" />,
});

export function NextMove({ available }: { available: number | null }) {
  const inPlay = useInPlay();
  if (inPlay.kind === "unknown") {
    return inPlay.error ? <InPlayLoading error={inPlay.error} retry={inPlay.retry} /> : <Skeleton className="h-44" />;
  }
  if (inPlay.kind === "match") {
    const { match } = inPlay;
    return (
      <section aria-label="Your match" className="space-y-3">
        <Versus match={match} />
        <p className="text-sm text-soft">{whatNow(match)}</p>
        <ButtonLink href="/matches/active" wide large>
          Go to your match
        </ButtonLink>
      </section>
    );
  }
  if (inPlay.kind === "searching") {
    const { queue } = inPlay;
    return (
      <section aria-label="Queue" className="cut-lg border-2 border-stake bg-raised p-5">
        <h2 className="display text-lg">Searching for an opponent</h2>
        <p className="mt-1 text-soft">
          {queue.wager_amount ? `${kes(queue.wager_amount)} locked` : null}
          {queue.queued_at ? (
            <>
              {" · "}
              <Stopwatch since={queue.queued_at} />
            </>
          ) : null}
        </p>
        <ButtonLink href="/matches/find" tone="plain" wide className="mt-4">
          See the queue
        </ButtonLink>
      </section>
    );
  }
  if (inPlay.kind === "challenging") {
    return (
      <section aria-label="Challenge" className="cut-lg border-2 border-stake bg-raised p-5">
        <h2 className="display text-lg">Your challenge is open</h2>
        <ButtonLink href={`/matches/challenge/${inPlay.code}`} tone="plain" wide className="mt-4">
          See it, share it
        </ButtonLink>
      </section>
    );
  }
  return <Idle empty={available !== null && available < 20} />;
}

/** `empty`: the wallet holds less than the smallest stake. */
function Idle({ empty }: { empty: boolean }) {
  return (
    <section aria-label="Play" className="cut-lg border border-line bg-raised p-5">
      <h2 className="display text-lg">{empty ? "First, a deposit" : "Ready for a match?"}</h2>
      <p className="mt-1 text-soft">
        {empty
          ? "Bring in KES 50 or more from M-Pesa, and you can play for it a minute later."
          : "Choose a stake. We find somebody of your level who puts in the same."}
      </p>
      <ButtonLink href={empty ? "/wallet" : "/matches/find"} wide large className="mt-4">
        {empty ? "Deposit from M-Pesa" : "Find an opponent"}
      </ButtonLink>
    </section>
  );
}
