/** What a player has to do first, above each page behind the login: accept new terms, confirm the phone. Loaded after it. */
import { AccountNotice } from "@/components/auth/AccountNotice";
import { TermsDue } from "@/components/auth/TermsDue";

export function AppNotices() {
  return (
    <>
      <TermsDue />
      <AccountNotice />
    </>
  );
}
