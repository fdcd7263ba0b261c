/** Everything about one payment, and the ruling: proposed by one person, decided by another. */
import { Loaded } from "@/components/Loaded";
import { ProposeRuling } from "@/components/staff/payments/ProposeRuling";
import { Facts, Part } from "@/components/staff/Facts";
import { Verdict } from "@/components/staff/Verdict";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useMe } from "@/hooks/profile/useProfile";
import { useDecideRuling, usePaymentHistory, type PaymentKey } from "@/hooks/staff/useStaffPayments";
import { kes } from "@/lib/format/money";
import { moment } from "@/lib/format/time";
import type { PaymentHistory, RulingLine } from "@/types/staff";

type Props = { payment: PaymentKey; ruling: RulingLine | undefined };

export function PaymentDesk({ payment, ruling }: Props) {
  const { data: me } = useMe();
  const mayRule = me?.role === "finance" || me?.role === "admin";
  return (
    <Loaded
      query={usePaymentHistory(payment)}
      skeleton={<SkeletonRows label="Loading the payment" rows={6} />}
      failed="This payment did not load"
    >
      {(history) => (
        <article aria-label={`${payment.kind} ${payment.id}`} className="min-w-0 space-y-6">
          <Story history={history} />
          {ruling ? (
            <Proposed ruling={ruling} isMine={ruling.proposed_by.id === me?.id} mayRule={mayRule} />
          ) : mayRule ? (
            <ProposeRuling payment={history.payment} />
          ) : null}
        </article>
      )}
    </Loaded>
  );
}

function Story({ history: { payment, steps, ledger, callbacks } }: { history: PaymentHistory }) {
  return (
    <>
      <h2 className="display text-lg wrap-anywhere">
        {kes(payment.amount)}, {payment.kind} {payment.id}
      </h2>
      <Notice title={payment.state.replaceAll("_", " ")}>{payment.meaning}</Notice>
      <Facts
        items={[
          ["Player", payment.username ?? "nobody known"],
          ["Phone", payment.phone ?? "none"],
          ["Receipt", payment.receipt ?? "none"],
          ["Arrives", kes(payment.net)],
          ["Fee and tax", `${kes(payment.fee)} and ${kes(payment.tax)}`],
          ["Began", moment(payment.created_at)],
          ...(payment.about ? ([["About", payment.about]] as const) : []),
          ...(payment.doubt ? ([["Doubt", payment.doubt.replaceAll("_", " ")]] as const) : []),
        ]}
      />
      <Part name="Steps" empty={steps.length === 0}>
        <ol className="space-y-1 text-sm">
          {steps.map((one) => (
            <li key={`${one.at} ${one.state}`} className="wrap-anywhere">
              <span className="figures text-muted">{moment(one.at)}</span> {one.state.replaceAll("_", " ")}, from{" "}
              {one.source.replaceAll("_", " ")}
            </li>
          ))}
        </ol>
      </Part>
      <Part name="Ledger" empty={ledger.length === 0}>
        <ul className="space-y-1 text-sm">
          {ledger.flatMap((posting) =>
            posting.legs.map((leg) => (
              <li key={`${posting.key} ${leg.debit} ${leg.credit}`} className="wrap-anywhere">
                <span className="figures font-semibold">{kes(leg.amount)}</span> from {leg.debit} to {leg.credit}
              </li>
            )),
          )}
        </ul>
      </Part>
      <Part name="What M-Pesa sent" empty={callbacks.length === 0}>
        <ul className="space-y-2 text-sm">
          {callbacks.map((one) => (
            <li key={one.id}>
              <p>
                {moment(one.received_at)}: {one.kind}, {one.verdict ?? "not worked through"}
              </p>
              <pre className="max-h-40 overflow-auto rounded bg-lifted p-2 text-xs whitespace-pre-wrap wrap-anywhere">
                {one.body}
              </pre>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

function Proposed({ ruling, isMine, mayRule }: { ruling: RulingLine; isMine: boolean; mayRule: boolean }) {
  const decide = useDecideRuling();
  if (isMine || !mayRule) {
    return (
      <Notice title={`Proposed by ${isMine ? "you" : ruling.proposed_by.username}: another person has to agree`}>
        {ruling.effect}
      </Notice>
    );
  }
  return (
    <Verdict
      title={ruling.effect}
      busy={decide.isPending}
      error={decide.error}
      onDecide={(said, settled) =>
        decide.mutate(
          { ruling_id: ruling.id, ...said },
          {
            onSuccess: () => {
              settled();
              toast.good(said.approve ? "It is done." : "It is rejected, and nothing has happened.");
            },
          },
        )
      }
    >
      {ruling.proposed_by.username}: {ruling.reason}
    </Verdict>
  );
}
