/** The search: time waited, other players waiting, the expected wait, and leaving the queue. */
import dynamic from "next/dynamic";
import { useState } from "react";
import { WideningForecast } from "@/components/matches/queue/WaitOptions";
import { BackInQueue } from "@/components/matches/queue/BackInQueue";
import { Button } from "@/components/ui/Button";
import { Stopwatch } from "@/components/ui/Countdown";
import { Mark } from "@/components/ui/Logo";
import { Modal } from "@/components/ui/Modal";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { toast } from "@/components/ui/Toast";
import { useLeaveQueue } from "@/hooks/matches/useMatchmaking";
import { gameLabel } from "@/lib/copy/games";
import { kes } from "@/lib/format/money";
import { focusIfLost } from "@/lib/focus";
import { queueWait, UNKNOWN_WAIT, whenDark } from "@/lib/copy/offer";
import { sentenceFor } from "@/lib/api/problem";
import { keepAwake } from "@/lib/device/wakeLock";
import type { Queue } from "@/types/match";

const PushOffer = dynamic(() => import("@/components/matches/queue/PushOffer").then((m) => m.PushOffer), {
  ssr: false,
});

export function MatchmakingQueue({ queue }: { queue: Queue }) {
  const [leaving, setLeaving] = useState(false);
  const stake = queue.wager_amount ? kes(queue.wager_amount) : "";
  return (
    <section ref={keepAwake} aria-label="Searching for an opponent" className="text-center">
      <Radar />
      <h1 ref={focusIfLost} tabIndex={-1} className="display mt-6 text-xl outline-none">
        Searching for an opponent
      </h1>
      {queue.queued_at ? (
        <p className="money mt-2 text-3xl text-stake-text">
          <Stopwatch since={queue.queued_at} />
        </p>
      ) : null}
      {queue.from_match_id != null && queue.wager_amount ? (
        <div className="mt-6 text-left">
          <BackInQueue stake={queue.wager_amount} />
        </div>
      ) : null}
      <div className="cut-lg mt-6 border border-line bg-raised p-5 text-left">
        <Receipt>
          <ReceiptRow label="Your stake, locked" tone="stake">
            {stake}
          </ReceiptRow>
          <ReceiptRow label="Others waiting">{othersWaiting(queue)}</ReceiptRow>
        </Receipt>
        <p className="mt-3 text-sm font-semibold">{queueWait(queue) ?? UNKNOWN_WAIT}</p>
        {queue.widening ? <WideningForecast widening={queue.widening} /> : null}
        {queue.title && queue.mode ? (
          <p className="mt-3 text-sm text-muted">
            {gameLabel({ title: queue.title, mode: queue.mode })}. Close in skill,{" "}
            {queue.accept_adjacent ? "the same stake or the next lower one" : "the same stake"}.
          </p>
        ) : null}
      </div>
      <p className="mt-4 text-sm text-muted">
        You can use the rest of the app, and your screen stays on while this page is open. {whenDark(queue)} Then your{" "}
        {stake} comes back.
      </p>
      <div className="mt-5 text-left empty:hidden">
        <PushOffer />
      </div>
      <Button tone="plain" wide className="mt-5" onClick={() => setLeaving(true)}>
        Leave the queue
      </Button>
      <LeaveSheet open={leaving} stake={stake} onClose={() => setLeaving(false)} />
    </section>
  );
}

function othersWaiting(queue: Queue): string {
  const others = queue.waiting_players;
  if (others == null) return "We don’t know yet";
  if (others === 0) return "Nobody yet";
  return others === 1 ? "1 player" : `${others} players`;
}

function Radar() {
  return (
    <div aria-hidden className="relative mx-auto grid size-40 place-items-center">
      <span className="animate-ripple absolute inset-0 rounded-full border-2 border-stake" />
      <span className="animate-ripple absolute inset-0 rounded-full border-2 border-stake [animation-delay:1.2s]" />
      <span className="grid size-20 place-items-center rounded-full border-2 border-stake bg-raised">
        <Mark className="size-10" />
      </span>
    </div>
  );
}

function LeaveSheet({ open, stake, onClose }: { open: boolean; stake: string; onClose: () => void }) {
  const leave = useLeaveQueue();
  const go = () =>
    leave.mutate(undefined, {
      onSuccess: (queue) => {
        if (queue.status === "idle") toast.good(`You left the queue. ${stake} is back in your wallet.`);
        onClose();
      },
      onError: (error) => {
        toast.bad(sentenceFor(error));
        onClose();
      },
    });
  return (
    <Modal open={open} onClose={onClose} title="Leave the queue?">
      <p className="text-soft">Your {stake} goes straight back to your wallet. Leaving costs nothing.</p>
      <div className="mt-6 space-y-3">
        <Button wide large busy={leave.isPending} busyLabel="Leaving…" onClick={go}>
          Leave, return my stake
        </Button>
        <Button tone="plain" wide onClick={onClose}>
          Keep searching
        </Button>
      </div>
    </Modal>
  );
}
