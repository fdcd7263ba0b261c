/** What the app keeps in the browser: cookies, and its own storage. */
import { LegalPage, Section } from "@/components/legal/LegalPage";

export default function CookiesPage() {
  return (
    <LegalPage title="Cookies">
      <p className="text-soft">
        We set three cookies, all of them needed for the app to work. None is for advertising or for counting visitors,
        and no other company sets any.
      </p>
      <Section title="Our cookies">
        <p>One keeps you signed in. It goes when you log out.</p>
        <p>
          One says that you have signed in on this device before, so that somebody who guesses passwords cannot keep you
          out. It stays for a year.
        </p>
        <p>One belongs to a code that you asked for to reset your password. It ends shortly after the code.</p>
        <p>Scripts cannot read them, and they are sent to us only.</p>
      </Section>
      <Section title="What the app stores itself">
        <p>
          Your last stake and game, the language of your statement, a number for this device, which notes you have
          closed or read, and the last answers of our server, so that something is there without a connection. Those
          answers go when you log out. A step of a form stays until you close the tab.
        </p>
        <p>
          The number for this device is sent with your requests. We keep a mark of it: two accounts on one device are
          not paired, and it is one of the signs of accounts that play into each other&apos;s hands.
        </p>
      </Section>
    </LegalPage>
  );
}
