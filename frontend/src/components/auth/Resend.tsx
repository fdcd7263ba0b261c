/** Asks for another code by SMS, once the time to the next one has passed; it survives a reload. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { toast } from "@/components/ui/Toast";
import { isProblem } from "@/lib/api/problem";
import { sentenceFor } from "@/lib/api/problems";
import { keepStep, keptStep, type Step } from "@/lib/api/storage";
import { serverNow } from "@/lib/format/clock";
import { useSecondsLeft } from "@/lib/format/useClock";

type Purpose = Extract<Step, "next-code" | "next-reset-code">;

/** Keeps when the next code can be asked for, `seconds` from now as the API said. */
export const holdCode = (purpose: Purpose, seconds: number): string => {
  const at = new Date(serverNow() + seconds * 1_000).toISOString();
  keepStep(purpose, at);
  return at;
};

type Props = {
  purpose: Purpose;
  isPending: boolean;
  /** Sends the request; answers with the seconds to the next one. */
  request: () => Promise<{ resend_after: number }>;
};

export function Resend({ purpose, isPending, request }: Props) {
  // Unknown on another phone or a day later: then the API says how long to wait.
  const [allowedAt, setAllowedAt] = useState(() => keptStep(purpose) ?? new Date(0).toISOString());
  const waiting = useSecondsLeft(allowedAt) > 0;
  const ask = () =>
    request().then(
      ({ resend_after }) => {
        setAllowedAt(holdCode(purpose, resend_after));
        toast.good("A new code is on its way. The old one no longer works.");
      },
      (error: unknown) => {
        if (isProblem(error) && error.retry_after) setAllowedAt(holdCode(purpose, error.retry_after));
        toast.bad(sentenceFor(error));
      },
    );
  return waiting ? (
    <p className="text-center text-sm text-muted">
      No SMS? You can ask for another in <Countdown until={allowedAt} />.
    </p>
  ) : (
    <Button tone="quiet" wide busy={isPending} busyLabel="Sending…" onClick={() => void ask()}>
      Send me a new code
    </Button>
  );
}
