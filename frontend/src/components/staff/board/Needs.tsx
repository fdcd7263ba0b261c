/** What waits for this person: proposals to decide, and alerts with their first step. */
import Link from "next/link";
import { Notice } from "@/components/ui/Notice";
import { useAlarms } from "@/hooks/staff/useBoard";
import { near } from "@/lib/format/age";
import type { StaffBoard } from "@/types/staff";

const WHERE: Record<string, readonly [name: string, href: string]> = {
  payments: ["rulings on payments", "/staff/payments"],
  matches: ["rulings on matches", "/staff/disputes"],
  sponsor: ["fundings of the sponsor", "/docs"],
  clawbacks: ["prizes to take back", "/docs"],
  advances: ["upgrades to pay", "/docs"],
  roles: ["changes of a role", "/docs"],
  factors: ["resets of a second factor", "/docs"],
  money: ["proposals about money", "/docs"],
};

export function Needs({ board: { approvals } }: { board: StaffBoard }) {
  const { data: alarms } = useAlarms();
  const open = alarms?.items ?? [];
  if (approvals.length + open.length === 0) {
    return <Notice title="Nothing waits for you">Proposals that you may decide and alerts appear here.</Notice>;
  }
  return (
    <section aria-label="What waits for you" className="space-y-3">
      {approvals.map(({ kind, count, first_due_at }) => {
        const [name, href] = WHERE[kind] ?? [kind, "/docs"];
        return (
          <Notice key={kind} tone="stake" title={`To decide: ${count} ${name}`}>
            The first lapses {near(first_due_at)}.{" "}
            <Link href={href} className="font-semibold underline underline-offset-4">
              Look at them
            </Link>
          </Notice>
        );
      })}
      {open.map((alarm) => (
        <Notice key={alarm.id} tone="danger" title={`${alarm.kind.replaceAll("_", " ")}: ${alarm.subject}`}>
          <p className="wrap-anywhere">{alarm.advice}</p>
          <p className="mt-1">
            {near(alarm.last_at)}
            {alarm.times > 1 ? `, ${alarm.times} times` : ""}
          </p>
        </Notice>
      ))}
    </section>
  );
}
