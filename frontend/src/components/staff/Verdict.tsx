/** The decision of the second person on what somebody else proposed, with what they saw. Approving takes a fresh code. */
import type { ReactNode } from "react";
import { Signed, type Signature } from "@/components/staff/Signed";

export type Said = { approve: boolean } & Signature;

type Props = {
  title: string;
  children: ReactNode;
  busy: boolean;
  error: unknown;
  /** `settled` empties the fields: the code is used up. */
  onDecide: (said: Said, settled: () => void) => void;
};

export function Verdict({ title, children, busy, error, onDecide }: Props) {
  return (
    <Signed
      title={title}
      action="Approve it"
      label="What did you see?"
      hint="It is kept."
      least={10}
      ready
      busy={busy}
      error={error}
      onSend={(signature, settled) => onDecide({ approve: true, ...signature }, settled)}
      refusal={{
        action: "Reject it",
        onSend: (signature, settled) => onDecide({ approve: false, ...signature }, settled),
      }}
    >
      <div className="text-sm wrap-anywhere">{children}</div>
    </Signed>
  );
}
