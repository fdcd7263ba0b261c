/** Another passkey: its name, then what proves who asks. */
import { useState } from "react";
import { Prove } from "@/components/profile/security/passkeys/Prove";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useAddPasskey } from "@/hooks/profile/usePasskeys";

export function AddPasskey({ hasOne, onDone }: { hasOne: boolean; onDone: () => void }) {
  const add = useAddPasskey();
  const [name, setName] = useState("This phone");
  return (
    <div className="space-y-4">
      <Input
        label="Name of the passkey"
        maxLength={50}
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Prove
        action="Add the passkey"
        hasOne={hasOne}
        busy={add.isPending}
        error={add.error}
        onCancel={onDone}
        onProof={(proof) =>
          add.mutate(
            { name: name.trim() || "A passkey", proof },
            {
              onSuccess: () => {
                toast.good("Your passkey is added. You can log in with it now.");
                onDone();
              },
            },
          )
        }
      />
    </div>
  );
}
