/** The player's own account: the name in the game, the account data, and logging out. */
import { useState, type FormEvent } from "react";
import { Loaded } from "@/components/Loaded";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { toast } from "@/components/ui/Toast";
import { useAuth } from "@/hooks/useAuth";
import { useChangeGamerTag, useMe } from "@/hooks/profile/useProfile";
import { localPhone } from "@/lib/format/phone";
import { sentenceFor } from "@/lib/api/problems";
import { monthOf } from "@/lib/format/time";
import type { Me } from "@/types/user";

export function UserProfile() {
  return (
    <Loaded
      query={useMe()}
      skeleton={<SkeletonRows label="Loading your account" rows={3} />}
      failed="Your account did not load"
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
      <GamerTag me={me} />
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

function GamerTag({ me }: { me: Me }) {
  const change = useChangeGamerTag();
  const [tag, setTag] = useState(me.cod_username ?? "");
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(tag.trim(), {
      onSuccess: () => toast.good("Saved. Opponents see this name in the lobby."),
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  };
  return (
    <form onSubmit={save} className="space-y-3">
      <Input
        label="Your name in Call of Duty"
        hint="For instance Simba#1234567. Opponents need it to invite you to the lobby."
        maxLength={50}
        autoCapitalize="none"
        spellCheck={false}
        value={tag}
        onChange={(event) => setTag(event.target.value)}
      />
      <Button
        type="submit"
        tone="plain"
        busy={change.isPending}
        busyLabel="Saving…"
        disabled={tag.trim() === (me.cod_username ?? "")}
      >
        Save name
      </Button>
    </form>
  );
}
