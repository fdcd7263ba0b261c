/** One passkey: when it was used, another name for it, and removing it. */
import { useState, type FormEvent } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Prove } from "@/components/profile/security/passkeys/Prove";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useRemovePasskey, useRenamePasskey } from "@/hooks/profile/usePasskeys";
import { moment } from "@/lib/format/time";
import type { Passkey } from "@/types/auth";

export function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const [doing, setDoing] = useState<"rename" | "remove" | null>(null);
  const remove = useRemovePasskey();
  return (
    <li className="space-y-3 rounded-lg border border-edge p-3">
      <p className="font-semibold wrap-anywhere">{passkey.name}</p>
      <p className="text-sm text-muted">
        Added {moment(passkey.created_at)}
        {passkey.last_used_at ? `, last used ${moment(passkey.last_used_at)}` : ", not used yet"}
        {passkey.may_be_copied ? ". Kept for all your devices." : ". On one device only."}
      </p>
      {doing === "rename" ? <Rename passkey={passkey} onDone={() => setDoing(null)} /> : null}
      {doing === "remove" ? (
        <Prove
          action="Remove the passkey"
          hasOne
          busy={remove.isPending}
          error={remove.error}
          onCancel={() => setDoing(null)}
          onProof={(proof) =>
            remove.mutate({ id: passkey.id, proof }, { onSuccess: () => toast.good("That passkey is removed.") })
          }
        />
      ) : null}
      {doing === null ? (
        <div className="pair gap-3">
          <Button tone="quiet" onClick={() => setDoing("rename")}>
            Rename
          </Button>
          <Button tone="quiet" onClick={() => setDoing("remove")}>
            Remove
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function Rename({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const rename = useRenamePasskey();
  const [name, setName] = useState(passkey.name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ id: passkey.id, name }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={save} className="space-y-3">
      <Input label="New name" maxLength={50} required value={name} onChange={(event) => setName(event.target.value)} />
      <ErrorNotice error={rename.error} />
      <Button type="submit" tone="plain" busy={rename.isPending} busyLabel="Saving…">
        Save the name
      </Button>
    </form>
  );
}
