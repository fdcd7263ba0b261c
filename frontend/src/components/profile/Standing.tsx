/** False claims on record: what follows from them, and until when. A clean record shows nothing. */
import { Notice } from "@/components/ui/Notice";
import { useStanding } from "@/hooks/profile/useProfile";
import { momentWithin } from "@/lib/format/time";

export function Standing() {
  const { data: standing } = useStanding();
  if (!standing || (standing.strikes.length === 0 && standing.may_play)) return null;
  return (
    <Notice tone={standing.may_play ? "stake" : "danger"} title="Your standing">
      {standing.words}
      {standing.suspended_until ? ` You can play again ${momentWithin(standing.suspended_until)}.` : ""}
    </Notice>
  );
}
