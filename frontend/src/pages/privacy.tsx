/** The privacy notice: what is kept about a player, why, who sees it, and what they can do. */
import { LegalPage, Section, To } from "@/components/legal/LegalPage";

export default function PrivacyPage() {
  return (
    <LegalPage title="Privacy">
      <Section title="What we keep">
        <p>
          Your username, phone number, e-mail address, date of birth and names in the game. Your deposits, withdrawals,
          stakes and winnings. Your matches with reports, pictures, messages and rulings. Your limits and breaks. When
          and with which browser you signed in, and a mark of the device you use. What you agreed to, and when.
        </p>
        <p>
          We do not store your network address with your account, your location, or your M-Pesa PIN. Of the time a
          picture was taken we only keep whether it fits the match.
        </p>
      </Section>
      <Section title="Why">
        <p>
          To pay the right person, to decide results, to find accounts that play into each other&apos;s hands, to keep
          your limits and breaks, and because the law has us keep books of money.
        </p>
      </Section>
      <Section title="Who sees what">
        <p>
          Your opponent sees your username and your name in the game, in your common match and when one of you
          challenges the other. So do all who look at an open challenge of yours.
        </p>
        <p>
          Leaderboards, the lists, brackets and tables of tournaments, their prizes, and your profile show your username
          only if you agree, under <To href="/profile/security">Security</To>. Otherwise they show a handle that says
          nothing about you. It stays the same, so that a tournament can be followed. You can change your mind at any
          time; pages that are in memory follow within half a minute. Whoever has met you before keeps knowing your
          name.
        </p>
        <p>The signed receipt of a match names both players. Only the two of you and our staff can fetch it.</p>
        <p>
          Staff sees what their work needs, and each look at an account is recorded. M-Pesa gets the phone number and
          the amount, the sender of our SMS the number and the text, and Activision the names in the game that we look
          up.
        </p>
      </Section>
      <Section title="What you can do">
        <p>
          Download everything we keep about you, at once, under <To href="/profile/security">Security</To>. The file
          lists what it leaves out and why. To have something corrected or deleted write to us through{" "}
          <To href="/help">Help</To>. Records of money and of rulings stay, because the law and other players need them.
        </p>
      </Section>
      <Section title="On your device">
        <p>
          What your browser keeps is on a page of its own: <To href="/cookies">cookies</To>.
        </p>
      </Section>
    </LegalPage>
  );
}
