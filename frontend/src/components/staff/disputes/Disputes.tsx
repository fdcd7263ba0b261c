/** Disputes and appeals that wait, and beside them the one that is open. */
import { useRouter } from "next/router";
import { Loaded } from "@/components/Loaded";
import { DisputeDesk } from "@/components/staff/disputes/DisputeDesk";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { PickRow } from "@/components/staff/PickRow";
import { useWaiting } from "@/hooks/staff/useDisputes";
import { due } from "@/lib/format/age";
import { kes } from "@/lib/format/money";
import type { StaffDispute } from "@/types/staff";

export function Disputes() {
  const { query, push } = useRouter();
  const open = Number(query.match) || null;
  const waiting = useWaiting();
  const pick = (id: number) => void push({ query: { match: id } }, undefined, { shallow: true, scroll: false });
  return (
    <div className="grid gap-8 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Loaded
        query={waiting}
        skeleton={<SkeletonRows label="Loading disputes" rows={4} />}
        failed="Disputes did not load"
      >
        {({ disputes, appeals }) => (
          <div className="space-y-6">
            <List name="Appeals" items={appeals} open={open} onPick={pick} />
            <List name="Disputes" items={disputes} open={open} onPick={pick} />
            {disputes.length + appeals.length === 0 ? (
              <EmptyState title="Nothing waits">No match is in dispute now.</EmptyState>
            ) : null}
          </div>
        )}
      </Loaded>
      {open === null ? null : <DisputeDesk key={open} matchId={open} />}
    </div>
  );
}

type Props = { name: string; items: StaffDispute[]; open: number | null; onPick: (id: number) => void };

function List({ name, items, open, onPick }: Props) {
  if (items.length === 0) return null;
  return (
    <section aria-label={name}>
      <h2 className="mb-2 font-bold">
        {name} ({items.length})
      </h2>
      <ul className="space-y-2">
        {items.map((one) => (
          <PickRow key={one.match.id} picked={one.match.id === open} onPick={() => onPick(one.match.id)}>
            <p className="font-semibold wrap-anywhere">
              {one.match.player1.username} vs {one.match.player2.username}
            </p>
            <p className="text-sm text-muted">
              Match {one.match.id}, {kes(one.pot)}, {due(one.rule_by)}
            </p>
            {one.claim ? <p className="text-sm text-soft">{one.claim.admin} has it</p> : null}
          </PickRow>
        ))}
      </ul>
    </section>
  );
}
