/** A ruling that another referee proposed: to approve, with what one saw, or to reject. */
import { Verdict } from "@/components/staff/Verdict";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useMe } from "@/hooks/profile/useProfile";
import { useDecide } from "@/hooks/staff/useDisputes";
import { near } from "@/lib/format/age";
import type { StaffDispute } from "@/types/staff";

type Props = { matchId: number; ruling: StaffDispute["rulings"][number] };

export function SecondLook({ matchId, ruling }: Props) {
  const { data: me } = useMe();
  const decide = useDecide();
  if (ruling.proposed_by === me?.id) {
    return (
      <Notice title="Another referee has to agree">
        You proposed this ruling. Undecided, it lapses {ruling.due_at === null ? "soon" : near(ruling.due_at)}.
      </Notice>
    );
  }
  return (
    <Verdict
      title={`Proposed: ${ruling.result}`}
      busy={decide.isPending}
      error={decide.error}
      onDecide={({ approve, reason, code }, settled) =>
        decide.mutate(
          { kind: approve ? "confirm" : "reject", match_id: matchId, of_appeal: ruling.of_appeal, reason, code },
          {
            onSuccess: () => {
              settled();
              toast.good(approve ? "It is decided, and both can read it." : "The dispute is open again.");
            },
          },
        )
      }
    >
      {ruling.reason}
    </Verdict>
  );
}
