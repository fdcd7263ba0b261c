/** One dispute: what both say and show, what the game's records say, and the ruling. */
import { Loaded } from "@/components/Loaded";
import { Evidence } from "@/components/staff/disputes/Evidence";
import { RuleForm } from "@/components/staff/disputes/RuleForm";
import { SecondLook } from "@/components/staff/disputes/SecondLook";
import { Facts, Part } from "@/components/staff/Facts";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useMe } from "@/hooks/profile/useProfile";
import { useClaim, useDispute } from "@/hooks/staff/useDisputes";
import { sentenceFor } from "@/lib/api/problem";
import { due } from "@/lib/format/age";
import { kes } from "@/lib/format/money";
import { moment } from "@/lib/format/time";
import type { StaffDispute } from "@/types/staff";

export function DisputeDesk({ matchId }: { matchId: number }) {
  return (
    <Loaded
      query={useDispute(matchId)}
      skeleton={<SkeletonRows label="Loading the dispute" rows={6} />}
      failed="This dispute did not load"
    >
      {(dispute) => <Desk dispute={dispute} />}
    </Loaded>
  );
}

function Desk({ dispute }: { dispute: StaffDispute }) {
  const { match } = dispute;
  const proposed = dispute.rulings.find((one) => one.decision === null);
  return (
    <article aria-label={`Match ${match.id}`} className="min-w-0 space-y-6">
      <h2 className="display text-lg wrap-anywhere">
        {match.player1.username} vs {match.player2.username}
      </h2>
      <Facts
        items={[
          ["Pot", kes(dispute.pot)],
          ["In dispute since", moment(dispute.disputed_at)],
          ["Proof until", moment(dispute.evidence_until)],
          ["Ruling", due(dispute.rule_by)],
          ["Decided by", dispute.needs_two ? "two referees" : "one referee"],
        ]}
      />
      <ClaimBar dispute={dispute} />
      <Evidence dispute={dispute} />
      <Part name="Rulings so far" empty={dispute.rulings.length === 0}>
        <ul className="space-y-2 text-sm">
          {dispute.rulings.map((one) => (
            <li key={one.proposed_at} className="wrap-anywhere">
              {moment(one.proposed_at)}: {one.result}, {one.decision ?? "waits for another referee"}. {one.reason}
            </li>
          ))}
        </ul>
      </Part>
      {proposed ? <SecondLook matchId={match.id} ruling={proposed} /> : <RuleForm dispute={dispute} />}
    </article>
  );
}

function ClaimBar({ dispute }: { dispute: StaffDispute }) {
  const { data: me } = useMe();
  const claim = useClaim(dispute.match.id);
  const mine = dispute.claim?.admin_id === me?.id;
  const turn = (keep: boolean) => claim.mutate(keep, { onError: (error) => toast.bad(sentenceFor(error)) });
  if (dispute.claim && !mine) {
    return (
      <Notice title={`${dispute.claim.admin} has this dispute`}>
        Nobody else rules until {moment(dispute.claim.until)}.
      </Notice>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button tone="plain" busy={claim.isPending} onClick={() => turn(!mine)}>
        {mine ? "Give it back" : "Claim it"}
      </Button>
      <p className="text-sm text-muted">
        {mine && dispute.claim
          ? `Yours until ${moment(dispute.claim.until)}.`
          : "For half an hour nobody else rules then."}
      </p>
    </div>
  );
}
