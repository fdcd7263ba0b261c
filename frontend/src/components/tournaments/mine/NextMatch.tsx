/** The match that a player of a tournament plays now or next, and until when they must be there. */
import { ButtonLink } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { nextMatchText } from "@/lib/copy/tournaments/terms";
import { hour } from "@/lib/format/time";
import type { MyNextMatch } from "@/types/tournament";

/** `within` names the tournament where the page does not. */
export function NextMatch({ next, within }: { next: MyNextMatch; within?: { id: number; name: string } }) {
  const isOpen = next.match_id !== null;
  return (
    <section aria-label="Your next match" className="cut-lg border-2 border-stake bg-raised p-5">
      <h2 className="display text-lg">{isOpen ? "Your match is open" : "Your next match"}</h2>
      {within ? <bdi className="block text-sm text-muted">{within.name}</bdi> : null}
      {next.opponent ? (
        <p className="mt-2 text-lg">
          against <bdi className="font-bold">{next.opponent}</bdi>
        </p>
      ) : null}
      {isOpen && next.check_in_until ? (
        <p className="mt-1 text-soft">
          Be ready by {hour(next.check_in_until)}:{" "}
          <strong>
            <Countdown until={next.check_in_until} over="now" />
          </strong>{" "}
          left. Who is not there forfeits.
        </p>
      ) : (
        <p className="mt-1 text-soft">{nextMatchText(next)}</p>
      )}
      {isOpen ? (
        <ButtonLink href="/matches/active" wide large className="mt-4">
          Go to your match
        </ButtonLink>
      ) : within ? (
        <ButtonLink href={`/tournaments/${within.id}`} tone="plain" wide className="mt-4">
          See the tournament
        </ButtonLink>
      ) : null}
    </section>
  );
}
