/** Says now and then how long the player has played and what it cost, with a way to stop for today. */
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { toast } from "@/components/ui/Toast";
import { usePlayTime } from "@/hooks/profile/usePlayTime";
import { useTakeBreak } from "@/hooks/profile/useProtection";
import { sentenceFor } from "@/lib/api/problem";
import { kes } from "@/lib/format/money";
import { minutesText } from "@/lib/protection/copy";
import type { PlayTime } from "@/types/protection";

const EVERY_MINUTE = 60_000;
const TOLD = "wagewars.told";

const elapsed = ({ started_at, last_seen_at }: PlayTime) =>
  (new Date(last_seen_at).getTime() - new Date(started_at).getTime()) / 60_000;

/** How often the player was told in this session; another tab or a reload does not tell again. */
function toldIn(session: string): number {
  const [started, times] = (sessionStorage.getItem(TOLD) ?? "").split("|");
  return started === session ? Number(times) : 0;
}

export function RealityCheck() {
  const { mutate: count } = usePlayTime();
  const [shown, setShown] = useState<PlayTime | null>(null);
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState !== "visible") return;
      count(undefined, {
        onSuccess: (time) => {
          const due = Math.floor(elapsed(time) / time.minutes);
          if (due <= toldIn(time.started_at)) return;
          sessionStorage.setItem(TOLD, `${time.started_at}|${due}`);
          setShown(time);
        },
      });
    };
    tick();
    const timer = setInterval(tick, EVERY_MINUTE);
    return () => clearInterval(timer);
  }, [count]);
  return shown ? <Told time={shown} onClose={() => setShown(null)} /> : null;
}

function Told({ time, onClose }: { time: PlayTime; onClose: () => void }) {
  return (
    <Modal open onClose={onClose} title={`You have been here for ${minutesText(elapsed(time))}`}>
      <p className="mb-4">{costOf(Number(time.net))}</p>
      <div className="space-y-3">
        <Button wide onClick={onClose}>
          Go on
        </Button>
        <StopForToday onStopped={onClose} />
      </div>
    </Modal>
  );
}

function costOf(net: number): string {
  if (net < 0) return `In this time you lost ${kes(-net)} more than you won in matches.`;
  if (net > 0) return `In this time you won ${kes(net)} more than you lost in matches.`;
  return "In this time you neither won nor lost money in matches.";
}

/** Begins a time-out of 24 hours, the shortest that nobody can end. */
export function StopForToday({ onStopped }: { onStopped: () => void }) {
  const stop = useTakeBreak();
  return (
    <>
      <Button
        tone="plain"
        wide
        busy={stop.isPending}
        busyLabel="Stopping…"
        onClick={() =>
          stop.mutate(
            { hours: 24 },
            {
              onSuccess: () => {
                onStopped();
                toast.good("You stop for 24 hours. You can withdraw at any time.");
              },
            },
          )
        }
      >
        Stop for today: no play for 24 hours
      </Button>
      {stop.error ? (
        <p role="alert" className="text-sm font-semibold text-danger-text">
          {sentenceFor(stop.error)}
        </p>
      ) : null}
    </>
  );
}
