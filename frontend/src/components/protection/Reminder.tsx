/** After how many minutes the player is told how long they have played. */
import { Choice } from "@/components/ui/Choice";
import { usePlayTime, useReminder } from "@/hooks/profile/usePlayTime";
import { sentenceFor } from "@/lib/api/problem";
import type { PlayTime } from "@/types/protection";

const INTERVALS: readonly PlayTime["minutes"][] = [15, 30, 60];

export function Reminder() {
  const { data } = usePlayTime();
  const change = useReminder();
  return (
    <section aria-labelledby="reminder" className="space-y-3">
      <h2 id="reminder" className="display text-lg">
        Reminder
      </h2>
      <p className="text-sm text-soft">How often we tell you how long you have been here, and what it cost.</p>
      <Choice
        legend="Every"
        name="reminder"
        options={INTERVALS.map((minutes) => ({ value: String(minutes), label: `${minutes} minutes` }))}
        value={String(change.data?.minutes ?? data?.minutes ?? "")}
        onChange={(value) => {
          const minutes = INTERVALS.find((one) => String(one) === value);
          if (minutes) change.mutate(minutes);
        }}
      />
      {change.error ? (
        <p role="alert" className="text-sm font-semibold text-danger-text">
          {sentenceFor(change.error)}
        </p>
      ) : null}
    </section>
  );
}
