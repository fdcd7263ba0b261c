/** The end of a form of staff: why, a fresh code, what was refused, and the button that does it. */
import { useState, type ReactNode } from "react";
import { FactorField } from "@/components/staff/FactorField";
import { Button, type ButtonTone } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { sentenceFor } from "@/lib/api/problem";

/** Why it is done, and the code that allows it. */
export type Signature = { reason: string; code: string };

type Props = {
  title: string;
  tone?: ButtonTone;
  action: string;
  label: string;
  hint: string;
  /** The shortest reason that is taken. */
  least: number;
  ready: boolean;
  busy: boolean;
  error: unknown;
  /** `settled` empties both fields, once it is done: the code is used up. */
  onSend: (signature: Signature, settled: () => void) => void;
  children: ReactNode;
};

export function Signed({ title, tone, action, label, hint, least, ready, busy, error, onSend, children }: Props) {
  const [reason, setReason] = useState("");
  const [code, setCode] = useState("");
  const settled = () => {
    setReason("");
    setCode("");
  };
  return (
    <section aria-label={title} className="space-y-4 rounded-lg border-2 border-line p-4">
      <h3 className="font-bold">{title}</h3>
      {children}
      <TextArea label={label} hint={hint} value={reason} most={1_000} onChange={setReason} />
      <FactorField value={code} onChange={setCode} />
      {error ? (
        <Notice tone="danger" alert>
          {sentenceFor(error)}
        </Notice>
      ) : null}
      <Button
        {...(tone && { tone })}
        busy={busy}
        disabled={!ready || reason.trim().length < least || code.length < 6}
        onClick={() => onSend({ reason, code }, settled)}
      >
        {action}
      </Button>
    </section>
  );
}
