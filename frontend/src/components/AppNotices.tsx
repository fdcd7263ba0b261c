/** What stands around every page behind the login, and comes after it: what is to do first, warnings, the legal notice. */
import { AccountNotice } from "@/components/auth/AccountNotice";
import { TermsDue } from "@/components/auth/TermsDue";
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
          <TermsDue />
          <AccountNotice />
          <RealityCheck />
          <LossWarning />
        </>
      ) : null}
      <LegalNotice />
    </>
  );
}
