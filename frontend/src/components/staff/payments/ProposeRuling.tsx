/** Propose what is to be done about a payment; nothing happens before another person approves. */
import { useState } from "react";
import { Signed } from "@/components/staff/Signed";
import { Input, Select } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useProposeRuling } from "@/hooks/staff/useStaffPayments";
import { POSSIBLE } from "@/lib/staff/rulings";
import type { AdminPayment } from "@/types/staff";

export function ProposeRuling({ payment }: { payment: AdminPayment }) {
  const propose = useProposeRuling();
  const [action, setAction] = useState("");
  const [term, setTerm] = useState("");
  const able = POSSIBLE[payment.kind].filter((one) => one.in.includes(payment.state));
  const chosen = able.find((one) => one.action === action);
  if (able.length === 0) return <p className="text-sm text-muted">In this state nothing can be ruled about it.</p>;
  return (
    <Signed
      title="Propose a ruling"
      action="Propose it"
      label="Why"
      hint="What did you see, and where?"
      least={8}
      ready={chosen !== undefined && (!chosen.needs || term.trim() !== "")}
      busy={propose.isPending}
      error={propose.error}
      onSend={(signature, settled) =>
        chosen &&
        propose.mutate(
          {
            subject_kind: payment.kind,
            subject_id: payment.id,
            action: chosen.action,
            ...(chosen.needs ? { [chosen.needs]: term.trim() } : {}),
            ...signature,
          },
          {
            onSuccess: () => {
              settled();
              toast.good("Proposed. Another person has to approve it within a day.");
            },
          },
        )
      }
    >
      <Select
        label="What is to be done"
        value={action}
        onChange={(event) => setAction(event.target.value)}
        options={[["", "Choose"], ...able.map((one) => [one.action, one.says] as const)]}
      />
      {chosen?.needs ? (
        <Input
          label={chosen.needs === "receipt" ? "M-Pesa's receipt, as the portal shows it" : "Username"}
          autoCapitalize="none"
          spellCheck={false}
          value={term}
          onChange={(event) => setTerm(event.target.value)}
        />
      ) : null}
    </Signed>
  );
}
