/** Whether something has gone on for longer than some seconds, by the server's clock. */
import { useEffect, useState } from "react";
import { serverNow } from "@/lib/format/clock";

export function useLongerThan(seconds: number, since: string): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const left = Date.parse(since) + seconds * 1_000 - serverNow();
    const timer = setTimeout(() => setPassed(true), Math.max(0, left));
    return () => {
      clearTimeout(timer);
      setPassed(false);
    };
  }, [seconds, since]);
  return passed;
}
