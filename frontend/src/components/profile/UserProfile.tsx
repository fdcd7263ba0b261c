/** The player's own account: the account data, help, and logging out. */
import { useState } from "react";
import { Loaded } from "@/components/Loaded";
import { Button, ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { useAuth } from "@/hooks/useAuth";
import { useMe } from "@/hooks/profile/useProfile";
import { localPhone } from "@/lib/format/phone";
import { monthOf } from "@/lib/format/time";
import type { Me } from "@/types/user";

export function UserProfile() {
  return (
    <Loaded
      query={useMe()}
      skeleton={<SkeletonRows label="Loading your account" rows={3} />}
      failed="Your account could not be loaded"
    >
      {(me) => <Profile me={me} />}
    </Loaded>
  );
}

function Profile({ me }: { me: Me }) {
  const { signOut } = useAuth();
  const [leaving, setLeaving] = useState(false);
  return (
    <div className="space-y-8">
      <section aria-label="Account">
        <h2 className="display mb-3 text-lg">Account</h2>
        <Receipt>
          <ReceiptRow label="Username">{me.username}</ReceiptRow>
          <ReceiptRow label="M-Pesa phone">{localPhone(me.phone)}</ReceiptRow>
          <ReceiptRow label="Phone confirmed" tone={me.is_verified ? "win" : "stake"}>
            {me.is_verified ? "Yes" : "Not yet"}
          </ReceiptRow>
          <ReceiptRow label="Playing since">{monthOf(me.created_at)}</ReceiptRow>
        </Receipt>
        <p className="mt-2 text-sm break-all text-muted">{me.email}</p>
      </section>
      <ButtonLink href="/help" tone="quiet" wide>
        Help, and how to reach us
      </ButtonLink>
      <Button
        tone="plain"
        wide
        busy={leaving}
        busyLabel="Logging out…"
        onClick={() => {
          setLeaving(true);
          void signOut();
        }}
      >
        Log out
      </Button>
    </div>
  );
}
