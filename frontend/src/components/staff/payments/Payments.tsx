/** Payments that wait for people, and beside them everything about the one that is open. */
import { useRouter } from "next/router";
import { Loaded } from "@/components/Loaded";
import { PaymentDesk } from "@/components/staff/payments/PaymentDesk";
import { PickRow } from "@/components/staff/PickRow";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useWaitingPayments, type PaymentKey } from "@/hooks/staff/useStaffPayments";
import { near } from "@/lib/format/age";
import { kes } from "@/lib/format/money";
import type { AdminPayment, WaitingPayment } from "@/types/staff";

const KINDS = ["deposit", "withdrawal", "paybill", "refund"] as const satisfies readonly AdminPayment["kind"][];

/** "withdrawal:7" in the address, as alerts and the audit name a payment. */
function readKey(text: unknown): PaymentKey | null {
  const [kind, id] = String(text ?? "").split(":");
  const known = KINDS.find((one) => one === kind);
  return known && Number(id) > 0 ? { kind: known, id: Number(id) } : null;
}

export function Payments() {
  const { query, push } = useRouter();
  const open = readKey(query.payment);
  const waiting = useWaitingPayments();
  const pick = ({ kind, id }: PaymentKey) =>
    void push({ query: { payment: `${kind}:${id}` } }, undefined, { shallow: true, scroll: false });
  return (
    <div className="grid gap-8 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Loaded
        query={waiting}
        skeleton={<SkeletonRows label="Loading payments" rows={4} />}
        failed="Payments did not load"
      >
        {({ review, suspense, rulings }) => (
          <div className="space-y-6">
            <List name="In review" total={review.total} items={review.items} open={open} onPick={pick} />
            <List name="Owner not known" total={suspense.total} items={suspense.items} open={open} onPick={pick} />
            {review.items.length + suspense.items.length === 0 ? (
              <EmptyState title="Nothing waits">Every payment is clear, or on its way.</EmptyState>
            ) : null}
            {rulings.length ? (
              <p className="text-sm text-muted">{rulings.length} proposed rulings wait for another person.</p>
            ) : null}
          </div>
        )}
      </Loaded>
      {open === null ? null : (
        <PaymentDesk
          key={`${open.kind}:${open.id}`}
          payment={open}
          ruling={waiting.data?.rulings.find((one) => one.subject_kind === open.kind && one.subject_id === open.id)}
        />
      )}
    </div>
  );
}

type Props = {
  name: string;
  total: string;
  items: WaitingPayment[];
  open: PaymentKey | null;
  onPick: (key: PaymentKey) => void;
};

function List({ name, total, items, open, onPick }: Props) {
  if (items.length === 0) return null;
  return (
    <section aria-label={name}>
      <h2 className="mb-2 font-bold">
        {name} ({items.length}, {kes(total)})
      </h2>
      <ul className="space-y-2">
        {items.map((one) => (
          <PickRow
            key={`${one.kind}:${one.id}`}
            picked={one.kind === open?.kind && one.id === open.id}
            onPick={() => onPick(one)}
          >
            <p className="font-semibold wrap-anywhere">
              {kes(one.amount)}, {one.kind} {one.id}
            </p>
            <p className="text-sm wrap-anywhere text-muted">
              {one.username ?? (one.maybe_of ? `maybe ${one.maybe_of}` : "nobody known")}, {near(one.created_at)}
            </p>
            {one.doubt ? <p className="text-sm text-soft">{one.doubt.replaceAll("_", " ")}</p> : null}
            {one.ruling_id === null ? null : <p className="text-sm font-semibold">A ruling is proposed</p>}
          </PickRow>
        ))}
      </ul>
    </section>
  );
}
