/** Time left until a moment, ticking once a second by the server's clock. */
import { useEffect, useState } from "react";
import { serverNow } from "@/lib/format/clock";
import { clock } from "@/lib/format/time";

const left = (until: string) => Math.max(0, Math.ceil((Date.parse(until) - serverNow()) / 1_000));

export function Countdown({ until, over = "0:00" }: { until: string; over?: string }) {
  const [seconds, setSeconds] = useState(() => left(until));
  useEffect(() => {
    const tick = () => setSeconds(left(until));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  // role=timer keeps screen readers from reading every second.
  return (
    <span role="timer" className="figures">
      {seconds > 0 ? clock(seconds) : over}
    </span>
  );
}

/** Time that has passed since a moment. */
export function Stopwatch({ since }: { since: string }) {
  const passed = () => Math.max(0, Math.floor((serverNow() - Date.parse(since)) / 1_000));
  const [seconds, setSeconds] = useState(passed);
  useEffect(() => {
    const timer = setInterval(
      () => setSeconds(Math.max(0, Math.floor((serverNow() - Date.parse(since)) / 1_000))),
      1_000,
    );
    return () => clearInterval(timer);
  }, [since]);
  return (
    <span role="timer" className="figures">
      {clock(seconds)}
    </span>
  );
}
