/** Shut an account or open it again: what happens is said before, and the reason is kept. */
import { useState } from "react";
import { Signed } from "@/components/staff/Signed";
import { Select } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useTurnAccount, type AccountOrder } from "@/hooks/staff/useUsers";
import type { UserPage } from "@/types/staff";

const HAPPENS: Record<AccountOrder["kind"], string> = {
  suspended: "They are signed out everywhere at once, and cannot sign in. Their money stays theirs.",
  banned: "The same, and only an admin opens it again. Their money stays theirs.",
  lift: "They can sign in and play again.",
};

export function AccountForm({ user, isAdmin }: { user: UserPage; isAdmin: boolean }) {
  const turn = useTurnAccount(user.id);
  const [kind, setKind] = useState<AccountOrder["kind"] | "">("");
  const options = user.suspension
    ? ([["lift", "Open it again"]] as const)
    : ([["suspended", "Suspend it"], ...(isAdmin ? ([["banned", "Ban it"]] as const) : [])] as const);
  return (
    <Signed
      title="The account"
      tone={kind === "lift" ? "plain" : "danger"}
      action={kind === "lift" ? "Open it" : "Shut it"}
      label="Why"
      hint="It is kept for ever."
      least={8}
      ready={kind !== ""}
      busy={turn.isPending}
      error={turn.error}
      onSend={(signature, settled) =>
        kind !== "" &&
        turn.mutate(
          { kind, ...signature },
          {
            onSuccess: () => {
              setKind("");
              settled();
              toast.good(kind === "lift" ? "The account is open." : "The account is shut.");
            },
          },
        )
      }
    >
      <Select
        label="What is to be done"
        hint={kind === "" ? undefined : HAPPENS[kind]}
        value={kind}
        onChange={(event) => setKind(event.target.value as AccountOrder["kind"])}
        options={[["", "Choose"], ...options]}
      />
    </Signed>
  );
}
