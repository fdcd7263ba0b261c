/** One open challenge: the challenger, the game, the stake, and the link that opens it. */
import { ButtonLink } from "@/components/ui/Button";
import { gameLabel, PLATFORM_NAME } from "@/lib/copy/games";
import { kes } from "@/lib/format/money";
import type { Challenge } from "@/types/match";

export function ChallengeRow({ challenge }: { challenge: Challenge }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3">
      <span className="min-w-0 flex-1 basis-32">
        <span className="block truncate font-semibold">
          <bdi>{challenge.is_mine ? "Yours" : challenge.challenger}</bdi>
          <span className="figures text-sm font-normal text-muted"> · {challenge.rating.toLocaleString("en-KE")}</span>
        </span>
        <span className="block text-sm text-muted">
          {gameLabel(challenge)}, {PLATFORM_NAME[challenge.platform]}
        </span>
        {challenge.opponent && !challenge.is_mine ? (
          <span className="block text-sm font-semibold text-stake-text">
            {challenge.rematch_of ? "Wants a rematch with you" : "Challenges you"}
          </span>
        ) : null}
      </span>
      <ButtonLink href={`/matches/challenge/${challenge.code}`} tone={challenge.is_mine ? "plain" : "stake"}>
        <span className="money">{kes(challenge.wager_amount)}</span>
      </ButtonLink>
    </li>
  );
}
