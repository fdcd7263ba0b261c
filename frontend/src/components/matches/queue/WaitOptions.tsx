/** What a longer wait, or a lower stake as well, would bring. The lower stake is the player's choice. */
import { kes } from "@/lib/format/money";
import { isShorter, players, waitSentence } from "@/lib/copy/offer";
import { roughly } from "@/lib/format/time";
import type { Widening } from "@/types/match";

export function WideningForecast({ widening }: { widening: Widening }) {
  const { opponents_now: now, in_seconds: seconds, opponents_then: then } = widening;
  return (
    <p className="text-sm text-soft">
      {now === 0
        ? "Nobody of your level waits right now."
        : `${players(now)} of your level ${now === 1 ? "waits" : "wait"} right now.`}{" "}
      {seconds === null
        ? "We look as widely as we can."
        : `In ${roughly(seconds).replace(/^about /, "")} we look further around your level${then > now ? `: ${players(then)} then` : ""}.`}
    </p>
  );
}

type Props = { widening: Widening; accepts: boolean; onChange: (accepts: boolean) => void };

export function LowerStakeOption({ widening, accepts, onChange }: Props) {
  const { lower_stake: lower, opponents_with_lower: many, expected, expected_with_lower: faster } = widening;
  if (lower === null) return null;
  return (
    <label className="flex min-h-14 cursor-pointer items-start gap-3 rounded-lg border border-line bg-raised p-4">
      <input
        type="checkbox"
        className="mt-0.5 size-6 shrink-0 accent-stake"
        checked={accepts}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="text-sm">
        <span className="block text-base font-semibold">Also play for {kes(lower)}</span>
        <span className="block text-soft">
          {many > 0 ? `${players(many)} you could meet then. ` : "Nobody is waiting there either right now. "}
          {faster && isShorter(faster, expected) ? waitSentence(faster) : ""} What you do not stake comes back at once.
        </span>
      </span>
    </label>
  );
}
