/** Asks for the present terms once they have changed; until then the API refuses play and deposits, and nothing else. */
import Link from "next/link";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useConsent } from "@/hooks/profile/useConsents";
import { useMe } from "@/hooks/profile/useProfile";
import { TERMS_VERSION } from "@/lib/copy/legal";

export function TermsDue() {
  const { data: me } = useMe();
  const consent = useConsent();
  if (!me?.terms_due) return null;
  const accept = () => consent.mutate({ subject: "terms", version: TERMS_VERSION, given: true });
  return (
    <div className="mb-6">
      <ErrorNotice error={consent.error} />
      <Notice
        tone="stake"
        title="Our terms have changed"
        action={
          <Button busy={consent.isPending} busyLabel="Accepting…" onClick={accept}>
            I have read and accept them
          </Button>
        }
      >
        Read the{" "}
        <Link href="/terms" className="underline">
          terms
        </Link>{" "}
        and the{" "}
        <Link href="/privacy" className="underline">
          privacy notice
        </Link>
        . Until you accept them you can neither play nor deposit. You can still withdraw, finish your match and take
        your data with you.
      </Notice>
    </div>
  );
}
