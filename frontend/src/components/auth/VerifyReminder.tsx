/** A notice for players whose phone is not confirmed, with the link to the code form; they cannot deposit yet. */
import { ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useMe } from "@/hooks/profile/useProfile";
import { localPhone } from "@/lib/format/phone";

export function VerifyReminder() {
  const { data: me } = useMe();
  if (!me || me.is_verified) return null;
  return (
    <div className="mb-6">
      <Notice
        tone="stake"
        title="Confirm your phone number"
        action={<ButtonLink href="/auth/register">Type the code</ButtonLink>}
      >
        We sent a code by SMS to {localPhone(me.phone)}. You can deposit and play once it is confirmed.
      </Notice>
    </div>
  );
}
