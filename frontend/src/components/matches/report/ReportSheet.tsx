/** Confirms a report before it is sent: its outcome, and what it does to the money. */
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { useMatchActions } from "@/hooks/matches/useMatchActions";
import { ofTournament, rivalName, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import { problemCode } from "@/lib/api/problem";
import type { Match, Outcome } from "@/types/match";

type Copy = { title: string; text: (match: Match, rival: string) => string; confirm: string };

const COPY: Record<Outcome, Copy> = {
  won: {
    title: "You won?",
    text: (match, rival) =>
      `If ${rival} reports a loss, ${kes(match.prize)} is yours at once. If ${rival} says otherwise, a referee decides.`,
    confirm: "Yes, I won",
  },
  lost: {
    title: "You lost?",
    text: (match, rival) =>
      `If ${rival} reports a win, ${kes(match.prize)} goes to ${rival}. Your stake of ${kes(match.wager_amount)} is gone.`,
    confirm: "Yes, I lost",
  },
  draw: {
    title: "It was a draw?",
    text: (match, rival) => `If ${rival} says so too, both of you get ${kes(match.wager_amount)} back, without a fee.`,
    confirm: "Yes, a draw",
  },
  problem: {
    title: "It did not count?",
    text: (match, rival) =>
      `For instance: the match broke off, or the wrong player was in the lobby. If ${rival} says so too, both of you get ${kes(match.wager_amount)} back. If not, a referee decides.`,
    confirm: "Yes, it did not count",
  },
};

/** The same where nothing is staked: somebody goes on, or the game is played again. */
const WITHOUT_STAKE: Record<Outcome, (rival: string) => string> = {
  won: (rival) => `If ${rival} reports a loss, you have won. If ${rival} says otherwise, a referee decides.`,
  lost: (rival) => `If ${rival} reports a win, ${rival} has won.`,
  draw: (rival) => `If ${rival} says so too, you play again: a tournament needs a winner.`,
  problem: (rival) =>
    `For instance: the match broke off, or the wrong player was in the lobby. If ${rival} says so too, you play again. If not, a referee decides.`,
};

type Props = { match: Match; outcome: Outcome | null; onClose: () => void };

export function ReportSheet({ match, outcome, onClose }: Props) {
  const { report } = useMatchActions(match.id);
  const copy = outcome ? COPY[outcome] : null;
  const close = () => {
    report.reset();
    onClose();
  };
  const send = (replay = false) => {
    if (!outcome) return;
    report.mutate(
      { outcome, replay },
      {
        onSuccess: close,
        onError: (error) => {
          // Sent already, from this phone or another: the page shows the current state.
          if (problemCode(error) === "already_reported" || problemCode(error) === "match_moved_on") close();
        },
      },
    );
  };
  return (
    <Modal open={copy !== null} onClose={close} title={copy?.title ?? ""}>
      <p className="text-soft">
        {outcome && ofTournament(match)
          ? WITHOUT_STAKE[outcome](rivalName(match))
          : copy?.text(match, rivalName(match))}
      </p>
      <p className="mt-3 text-sm text-muted">
        {rivalOf(match).reported
          ? "Yours is the second report, so this is final. A referee sees both reports when they differ."
          : `Until ${rivalName(match)} reports you can correct yourself. After that it is final.`}
      </p>
      {report.error ? (
        <div className="mt-4">
          <ErrorNotice error={report.error} />
        </div>
      ) : null}
      <div className="mt-6 space-y-3">
        <Button
          wide
          large
          tone={outcome === "won" ? "win" : "stake"}
          busy={report.isPending}
          busyLabel="Sending…"
          onClick={() => send()}
        >
          {copy?.confirm}
        </Button>
        {outcome === "draw" && !ofTournament(match) && match.replays < Number(match.rules.replays ?? 0) ? (
          <Button tone="plain" wide busy={report.isPending} busyLabel="Sending…" onClick={() => send(true)}>
            Yes, and I want to play it again
          </Button>
        ) : null}
        <Button tone="plain" wide onClick={close}>
          Go back
        </Button>
      </div>
    </Modal>
  );
}
