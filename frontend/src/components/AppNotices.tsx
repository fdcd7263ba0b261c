/** What stands around every page behind the login, and comes after it: reminders, warnings, the legal notice. */
import { VerifyReminder } from "@/components/auth/VerifyReminder";
import { LegalNotice } from "@/components/protection/LegalNotice";
import { LossWarning } from "@/components/protection/LossWarning";
import { RealityCheck } from "@/components/protection/RealityCheck";
import { useAuth } from "@/hooks/useAuth";

export function AppNotices() {
  const { status } = useAuth();
  return (
    <>
      {status === "signed-in" ? (
        <>
          <VerifyReminder />
          <RealityCheck />
          <LossWarning />
        </>
      ) : null}
      <LegalNotice />
    </>
  );
}
