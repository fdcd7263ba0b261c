/** Proves who changes passkeys: by one that they have, or by the password and then a code from an SMS. */
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/Button";
import { CodeField } from "@/components/ui/CodeField";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { useSendPasskeyCode, type Proof } from "@/hooks/profile/usePasskeys";
import { sentenceFor } from "@/lib/api/problem";
import { hasPasskeys, passkeySentence } from "@/lib/passkeys";

type Props = {
  action: string;
  hasOne: boolean;
  busy: boolean;
  error: unknown;
  onProof: (proof: Proof) => void;
  onCancel: () => void;
};

export function Prove({ action, hasOne, busy, error, onProof, onCancel }: Props) {
  const send = useSendPasskeyCode();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (send.isSuccess) onProof({ code });
    else send.mutate(password);
  };
  return (
    <form method="post" onSubmit={submit} className="space-y-4">
      {hasOne && hasPasskeys() && !send.isSuccess ? (
        <Button wide busy={busy} busyLabel="Waiting for your phone…" onClick={() => onProof("passkey")}>
          {action}, by a passkey
        </Button>
      ) : null}
      {send.isSuccess ? (
        <CodeField required value={code} onChange={(event) => setCode(event.target.value)} />
      ) : (
        <Input
          label="Your password"
          type="password"
          autoComplete="current-password"
          maxLength={128}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={send.error ? sentenceFor(send.error) : undefined}
        />
      )}
      {error ? (
        <Notice tone="danger" alert>
          {passkeySentence(error)}
        </Notice>
      ) : null}
      <div className="pair gap-3">
        <Button type="submit" tone="plain" busy={busy || send.isPending} busyLabel="Checking…">
          {send.isSuccess ? action : "Send me a code by SMS"}
        </Button>
        <Button tone="quiet" onClick={onCancel}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
