/** What a player has to do before they can play: confirm the phone, accept new terms. Loaded after the page. */
import { TermsDue } from "@/components/auth/TermsDue";
import { VerifyReminder } from "@/components/auth/VerifyReminder";

export function Reminders() {
  return (
    <>
      <TermsDue />
      <VerifyReminder />
    </>
  );
}
