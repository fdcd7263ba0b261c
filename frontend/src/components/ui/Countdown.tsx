/** Time left until a moment, or passed since one; updated every second by the server's clock. */
import { duration } from "@/lib/format/time";
import { useSecondsLeft, useSecondsSince } from "@/lib/format/useClock";

/** `over` is shown once the moment has passed. */
export function Countdown({ until, over = "0:00" }: { until: string; over?: string }) {
  const seconds = useSecondsLeft(until);
  return <Timer>{seconds > 0 ? duration(seconds) : over}</Timer>;
}

export function Stopwatch({ since }: { since: string }) {
  return <Timer>{duration(useSecondsSince(since))}</Timer>;
}

/** The role keeps screen readers from reading every second. */
function Timer({ children }: { children: string }) {
  return (
    <span role="timer" className="figures">
      {children}
    </span>
  );
}
