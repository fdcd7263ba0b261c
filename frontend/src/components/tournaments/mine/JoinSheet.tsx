/** Asks once more before somebody joins: what is held, and when it comes back. */
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { toast } from "@/components/ui/Toast";
import { useTournamentActions } from "@/hooks/tournaments/useTournamentActions";
import { isFree } from "@/lib/copy/tournaments/terms";
import { kes } from "@/lib/format/money";
import { hour, momentWithin } from "@/lib/format/time";
import type { TournamentDetail } from "@/types/tournament";

type Props = { tournament: TournamentDetail; isFull: boolean; onClose: () => void };

export function JoinSheet({ tournament, isFull, onClose }: Props) {
  const act = useTournamentActions(tournament.id);
  const fee = kes(tournament.entry_fee);
  const go = () =>
    act.mutate("join", {
      onSuccess: ({ status }) => {
        toast.good(status === "waiting" ? "You are on the waiting list." : "You have a seat.");
        onClose();
      },
    });
  return (
    <Modal open onClose={onClose} title={isFull ? "Join the waiting list?" : "Join the tournament?"}>
      <div className="space-y-4">
        {isFree(tournament) ? (
          <p className="text-soft">It costs nothing.</p>
        ) : (
          <Costs tournament={tournament} isFull={isFull} />
        )}
        <ul className="list-disc space-y-1 pl-5 text-sm text-soft">
          {isFull ? (
            <li>
              All seats are taken. Nothing is held while you wait; when a seat is free, it is yours
              {isFree(tournament) ? "" : ` and the ${fee} are held then`}.
            </li>
          ) : null}
          {isFree(tournament) ? null : (
            <li>
              The whole {fee} come back if you leave before check-in closes, if the tournament is cancelled, or if fewer
              than {tournament.min_participants} players come.
            </li>
          )}
          <li>
            Check in {momentWithin(tournament.check_in_opens_at)} to {hour(tournament.start_date)}. Without it you lose
            the seat
            {isFree(tournament)
              ? ""
              : tournament.absence === "refund"
                ? " and get the entry back"
                : `, and the ${fee} stay in the pool`}
            .
          </li>
        </ul>
        <ErrorNotice error={act.error} />
        <Button wide large busy={act.isPending} busyLabel="Joining…" onClick={go}>
          {isFull ? "Join the waiting list" : isFree(tournament) ? "Join" : `Join, and hold ${fee}`}
        </Button>
        <Button tone="quiet" wide onClick={onClose}>
          Not now
        </Button>
      </div>
    </Modal>
  );
}

function Costs({ tournament, isFull }: Pick<Props, "tournament" | "isFull">) {
  return (
    <Receipt>
      <ReceiptRow label="To the prizes" tone="win">
        {kes(tournament.prize_part)}
      </ReceiptRow>
      <ReceiptRow label="To the house">{kes(tournament.house_part)}</ReceiptRow>
      <ReceiptRow label={isFull ? "Held with your seat" : "Held from your wallet"} tone="stake" strong>
        {kes(tournament.entry_fee)}
      </ReceiptRow>
    </Receipt>
  );
}
