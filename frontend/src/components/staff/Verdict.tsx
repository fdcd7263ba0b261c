/** The decision of the second person on what somebody else proposed: with what they saw. Approving takes a fresh code. */
import { useState, type ReactNode } from "react";
import { FactorField } from "@/components/staff/FactorField";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { sentenceFor } from "@/lib/api/problem";

const LEAST = 10;

export type Said = { approve: boolean; reason: string; code: string };

type Props = {
  title: string;
  children: ReactNode;
  busy: boolean;
  error: unknown;
  /** `settled` empties the code, which is used up. */
  onDecide: (said: Said, settled: () => void) => void;
};

export function Verdict({ title, children, busy, error, onDecide }: Props) {
  const [reason, setReason] = useState("");
  const [code, setCode] = useState("");
  const said = reason.trim().length >= LEAST;
  const decide = (approve: boolean) => onDecide({ approve, reason, code }, () => setCode(""));
  return (
    <section aria-label={title} className="space-y-4 rounded-lg border-2 border-stake p-4">
      <h3 className="font-bold">{title}</h3>
      <div className="text-sm wrap-anywhere">{children}</div>
      <TextArea label="What did you see?" hint="It is kept." value={reason} most={1_000} onChange={setReason} />
      <FactorField value={code} onChange={setCode} />
      {error ? (
        <Notice tone="danger" alert>
          {sentenceFor(error)}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button disabled={!said || code.length < 6} busy={busy} onClick={() => decide(true)}>
          Approve it
        </Button>
        <Button tone="plain" disabled={!said || busy} onClick={() => decide(false)}>
          Reject it
        </Button>
      </div>
    </section>
  );
}
