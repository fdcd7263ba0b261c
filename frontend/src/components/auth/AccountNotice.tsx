/** What an account has to do first: confirm its phone; and for staff, where their pages are. */
import { ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useMe } from "@/hooks/profile/useProfile";
import { localPhone } from "@/lib/format/phone";

export function AccountNotice() {
  const { data: me } = useMe();
  if (me && me.role !== "player") {
    return (
      <div className="mb-6">
        <Notice title="You are staff" action={<ButtonLink href="/staff">To the board</ButtonLink>}>
          These are the pages of players. Staff does not play.
        </Notice>
      </div>
    );
  }
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
