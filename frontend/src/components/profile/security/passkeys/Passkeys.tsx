/** The player's passkeys: which there are, another one, and removing one. */
import { useState } from "react";
import { Loaded } from "@/components/Loaded";
import { AddPasskey } from "@/components/profile/security/passkeys/AddPasskey";
import { PasskeyRow } from "@/components/profile/security/passkeys/PasskeyRow";
import { Button } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { usePasskeys } from "@/hooks/profile/usePasskeys";
import { hasPasskeys } from "@/lib/passkeys";

export function Passkeys() {
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label="Passkeys">
      <h2 className="display mb-3 text-lg">Passkeys</h2>
      <p className="mb-4 text-sm text-soft">
        A passkey logs you in with your finger, your face or the PIN of your phone, and confirms withdrawals in place of
        the SMS code. It works on our own site only, so no copy of it can steal it. Your password stays.
      </p>
      <Loaded
        query={usePasskeys()}
        skeleton={<SkeletonRows label="Loading your passkeys" rows={1} />}
        failed="Your passkeys did not load"
      >
        {(passkeys) => (
          <>
            {passkeys.length > 0 ? (
              <ul className="mb-4 space-y-3">
                {passkeys.map((passkey) => (
                  <PasskeyRow key={passkey.id} passkey={passkey} />
                ))}
              </ul>
            ) : null}
            {adding ? (
              <AddPasskey hasOne={passkeys.length > 0} onDone={() => setAdding(false)} />
            ) : hasPasskeys() ? (
              <Button tone="plain" onClick={() => setAdding(true)}>
                Add a passkey
              </Button>
            ) : (
              <p className="text-sm text-muted">This browser has no passkeys.</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
