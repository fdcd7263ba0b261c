/** The pause after missed matches: how long it lasts, why, and when the misses are forgotten. */
import { Countdown } from "@/components/ui/Countdown";
import { Notice } from "@/components/ui/Notice";
import { isPausing } from "@/lib/copy/pause";
import { momentWithin } from "@/lib/format/time";
import type { Cooldown as Pause } from "@/types/match";

export function Cooldown({ pause }: { pause: Pause }) {
  const times = pause.missed === 1 ? "one match" : `${pause.missed} matches`;
  if (!isPausing(pause) || !pause.until) {
    return (
      <Notice tone="stake" title={`You missed ${times} lately`}>
        The next time you are not ready when somebody waits for you, you pause for a while. All is forgotten:{" "}
        {momentWithin(pause.forgotten_at)}.
      </Notice>
    );
  }
  return (
    <Notice tone="danger" title="A pause, because others waited for you">
      <p className="money my-1 text-2xl text-text">
        <Countdown until={pause.until} over="Over: you can play" />
      </p>
      You were not ready in time for {times}. Your money is free meanwhile. Each missed match makes the pause longer.
      All is forgotten: {momentWithin(pause.forgotten_at)}.
    </Notice>
  );
}
