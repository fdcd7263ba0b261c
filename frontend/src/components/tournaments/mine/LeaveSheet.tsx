/** Asks once more before somebody leaves: what comes back, and what is lost. */
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { toast } from "@/components/ui/Toast";
import { useTournamentActions } from "@/hooks/tournaments/useTournamentActions";
import { leavingText } from "@/lib/copy/tournaments/mine";
import type { MyPart, TournamentDetail } from "@/types/tournament";

type Props = { tournament: TournamentDetail; part: MyPart; onClose: () => void };

export function LeaveSheet({ tournament, part, onClose }: Props) {
  const act = useTournamentActions(tournament.id);
  const go = () =>
    act.mutate("leave", {
      onSuccess: () => {
        toast.say("You left the tournament.");
        onClose();
      },
    });
  return (
    <Modal open onClose={onClose} title="Leave the tournament?">
      <div className="space-y-4">
        <p className="text-soft">{leavingText(part, tournament)}</p>
        <ErrorNotice error={act.error} />
        <Button tone="danger" wide large busy={act.isPending} busyLabel="Leaving…" onClick={go}>
          Leave
        </Button>
        <Button tone="quiet" wide onClick={onClose}>
          Stay in
        </Button>
      </div>
    </Modal>
  );
}
