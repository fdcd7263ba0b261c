/** The end of a form of staff: why, a fresh code, what was refused, and the button that does it. */
import { useState, type ReactNode } from "react";
import { FactorField } from "@/components/staff/FactorField";
import { Button, type ButtonTone } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { sentenceFor } from "@/lib/api/problem";

/** Why it is done, and the code that allows it. */
export type Signature = { reason: string; code: string };

type Send = (signature: Signature, settled: () => void) => void;

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
  onSend: Send;
  /** To say no instead, which takes no code. */
  refusal?: { action: string; onSend: Send };
  children: ReactNode;
};

export function Signed({ title, tone, action, label, hint, least, ready, busy, error, ...rest }: Props) {
  const { onSend, refusal, children } = rest;
  const [reason, setReason] = useState("");
  const [code, setCode] = useState("");
  const isSaid = reason.trim().length >= least;
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
      <div className="flex flex-wrap gap-3">
        <Button
          {...(tone && { tone })}
          busy={busy}
          disabled={!ready || !isSaid || code.length < 6}
          onClick={() => onSend({ reason, code }, settled)}
        >
          {action}
        </Button>
        {refusal ? (
          <Button tone="plain" disabled={!isSaid || busy} onClick={() => refusal.onSend({ reason, code }, settled)}>
            {refusal.action}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
