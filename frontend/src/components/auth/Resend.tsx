/** Asks for another code by SMS, once the time to the next one has passed, as the API says it. */
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { toast } from "@/components/ui/Toast";
import { isProblem, sentenceFor } from "@/lib/api/problem";
import { useSecondsLeft } from "@/lib/format/useClock";

type Props = {
  /** When the next code may be asked for; null if that is not known, and the API says it to who asks. */
  allowedAt: string | null;
  onWait: (seconds: number) => void;
  isPending: boolean;
  /** Sends the request; answers with the seconds to the next one. */
  request: () => Promise<{ resend_after: number }>;
};

const LONG_AGO = new Date(0).toISOString();

export function Resend({ allowedAt, onWait, isPending, request }: Props) {
  const waiting = useSecondsLeft(allowedAt ?? LONG_AGO) > 0;
  const ask = () =>
    request().then(
      ({ resend_after }) => {
        onWait(resend_after);
        toast.good("A new code is on its way. The old one no longer works.");
      },
      (error: unknown) => {
        if (isProblem(error) && error.retry_after) onWait(error.retry_after);
        toast.bad(sentenceFor(error));
      },
    );
  return waiting && allowedAt ? (
    <p className="text-center text-sm text-muted">
      No SMS? You can ask for another in <Countdown until={allowedAt} />.
    </p>
  ) : (
    <Button tone="quiet" wide busy={isPending} busyLabel="Sending…" onClick={() => void ask()}>
      Send me a new code
    </Button>
  );
}
