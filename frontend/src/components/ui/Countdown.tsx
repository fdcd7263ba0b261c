/** Time left until a moment, or passed since one; updated every second by the server's clock. */
import { duration, hour } from "@/lib/format/time";
import { useSecondsLeft, useSecondsSince } from "@/lib/format/useClock";

/** `over` is shown once the moment has passed. */
export function Countdown({ until, over = "0:00" }: { until: string; over?: string }) {
  const seconds = useSecondsLeft(until);
  return <Timer>{seconds > 0 ? duration(seconds) : over}</Timer>;
}

/** Without a connection nobody knows whether it still goes on: then it says since when. A deadline stays one. */
export function Stopwatch({ since }: { since: string }) {
  const seconds = useSecondsSince(since);
  return <Timer>{navigator.onLine ? duration(seconds) : `since ${hour(since)}`}</Timer>;
}

/** The role keeps screen readers from reading every second. */
function Timer({ children }: { children: string }) {
  return (
    <span role="timer" className="figures">
      {children}
    </span>
  );
}
