/** Whether this browser shows notifications, and a test that says what came of it. */
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { usePushState, usePushTest, useSwitchOnPush } from "@/hooks/usePush";
import { sentenceFor } from "@/lib/api/problem";
import { NO_PUSH, PUSH_TEST } from "@/lib/copy/notifications";
import { useSecondsLeft } from "@/lib/format/useClock";
import type { PushTest as Test } from "@/types/notification";

export function PushTest() {
  const state = usePushState();
  if (state === undefined) return null;
  return (
    <section aria-labelledby="this-browser" className="mb-10">
      <h2 id="this-browser" className="display mb-3 text-lg">
        In this browser
      </h2>
      {state === "on" ? <IsOn /> : state === "off" ? <IsOff /> : <Notice>{NO_PUSH[state]}</Notice>}
    </section>
  );
}

function IsOff() {
  const turnOn = useSwitchOnPush();
  return (
    <Notice
      action={
        <Button tone="plain" busy={turnOn.isPending} busyLabel="One moment…" onClick={() => turnOn.mutate()}>
          Switch on notifications
        </Button>
      }
    >
      Notifications are not switched on here.
    </Notice>
  );
}

function IsOn() {
  const { send, test } = usePushTest();
  const anew = useSwitchOnPush({ anew: true });
  const renew = () => anew.mutate(undefined, { onSuccess: () => send.reset() });
  const isGone = test?.state === "none";
  return (
    <Notice
      tone="win"
      title="Notifications are switched on here"
      action={
        isGone ? (
          <Button tone="plain" busy={anew.isPending} busyLabel="One moment…" onClick={renew}>
            Switch on anew
          </Button>
        ) : (
          <Button
            tone="plain"
            busy={send.isPending}
            busyLabel="Sending…"
            onClick={() => send.mutate(undefined, { onError: (error) => toast.bad(sentenceFor(error)) })}
          >
            Send me a test
          </Button>
        )
      }
    >
      <p role="status">{test ? <Result test={test} /> : "Send yourself a test to see whether they reach you."}</p>
    </Notice>
  );
}

function Result({ test }: { test: Test }) {
  const isOver = useSecondsLeft(test.until ?? "1970-01-01T00:00:00Z") === 0;
  return PUSH_TEST[test.state === "taken" && isOver ? "late" : test.state];
}
