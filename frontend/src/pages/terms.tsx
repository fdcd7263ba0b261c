/** The terms: what a player and we owe each other. */
import { LegalPage, Section, To } from "@/components/legal/LegalPage";

export default function TermsPage() {
  return (
    <LegalPage title="Terms">
      <Section title="Who plays">
        <p>
          You are 18 or older. One person has one account, with a Kenyan phone number that you have confirmed. Our staff
          does not play.
        </p>
      </Section>
      <Section title="Money">
        <p>
          You deposit by M-Pesa and withdraw to the number of your account. What is in your wallet is yours. We publish
          every hour <To href="/reserves">whether the money is there</To>.
        </p>
        <p>
          Both players put the same stake into the pot. Before you join we show the fee and what the winner gets. The
          winner gets the pot without the fee. When a match does not take place, both stakes come back.
        </p>
        <p>Taxes that we have to withhold are shown before you confirm a deposit or a withdrawal.</p>
      </Section>
      <Section title="Results">
        <p>
          Both of you report the result. If your reports differ, the pot stays locked and a referee decides, with a
          reason. You can ask once that another referee looks again. Some winnings can be withdrawn or staked only when
          nobody can object any more; your wallet says which, and until when.
        </p>
      </Section>
      <Section title="Fair play">
        <p>
          You play to win, yourself, on one account. We look for matches that do not look like contests: who plays whom,
          how they end, how long they take, whether two accounts share a device or a payment number, and where the money
          goes. A suspicion takes no money. Withdrawals wait until a person has looked, we tell you why, and the matches
          in question stand on no leaderboard meanwhile.
        </p>
        <p>
          False reports of a result count as strikes: the first is a warning, the next suspend you from play. Rulings
          can be appealed.
        </p>
      </Section>
      <Section title="Limits and breaks">
        <p>
          You can limit what you deposit, stake and lose, and take a break, under{" "}
          <To href="/profile/responsible-play">Responsible play</To>. A break begins at once and nobody can end it
          early, our staff neither. You can withdraw your money during it.
        </p>
      </Section>
      <Account />
    </LegalPage>
  );
}

const Account = () => (
  <>
    <Section title="Your account">
      <p>
        We can suspend an account that breaks these terms. We tell you so; the money in it stays yours. Write to us
        through <To href="/help">Help</To> if you disagree.
      </p>
    </Section>
    <Section title="When these terms change">
      <p>
        We ask you again. Until you have accepted the new terms you neither play nor deposit. You can still withdraw,
        finish a match that has begun, and take your data with you.
      </p>
    </Section>
  </>
);
