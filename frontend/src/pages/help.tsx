/** Help: how to reach people, and what to do in the cases that players ask about most. */
import Head from "next/head";
import Link from "next/link";
import type { ReactNode } from "react";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { Notice } from "@/components/ui/Notice";
import { CONTACTS } from "@/lib/copy/support";

export default function HelpPage() {
  return (
    <PublicFrame narrow>
      <Head>
        <title>Help · WageWars</title>
      </Head>
      <h1 className="display mb-6 text-2xl">Help</h1>
      <Reach />
      <h2 className="display mt-10 mb-2 text-lg">Most asked</h2>
      <div className="divide-y divide-line border-y border-line">
        <Question ask="I paid, and the money is not in my wallet">
          <p>
            It usually arrives within a minute. Open <Internal href="/wallet">your wallet</Internal>: a payment that we
            are still checking stands there. After half an hour write to us with the code of the M-Pesa SMS, like
            SKM7XQ4H2P.
          </p>
        </Question>
        <Question ask="My withdrawal has not arrived">
          <p>
            Open it in <Internal href="/wallet">your wallet</Internal>: it says where the money is. It either arrives on
            your phone or comes back to your wallet. Do not request the same money twice.
          </p>
        </Question>
        <Question ask="Do you really have everybody's money?">
          <p>
            Every hour we publish all players&apos; money beside what M-Pesa says is there, and your phone can check
            that yours is in it: <Internal href="/reserves">is the money there?</Internal>
          </p>
        </Question>
        <Question ask="My opponent lies about the result">
          <p>
            Report what happened, and keep a screenshot of the final score in the match. When your reports differ, the
            pot stays locked and a referee decides, with a reason. You can ask for another referee once.
          </p>
        </Question>
        <Question ask="My account is suspended">
          <p>Write to us with your username. Your money stays yours, and we tell you why and until when.</p>
        </Question>
        <Question ask="Another player has my name in the game">
          <p>Write to us with your username and the name. We tell you how to show that it is yours.</p>
        </Question>
        <Question ask="I lost my password or my phone">
          <p>
            With your SIM card: <Internal href="/auth/reset">get a code and choose a new password</Internal>. Without it
            write to us: we stop the withdrawals of your account first.
          </p>
        </Question>
        <Question ask="I play more than I want to">
          <p>
            Set yourself limits or take a break under{" "}
            <Internal href="/profile/responsible-play">Responsible play</Internal>: a break begins at once, and nobody
            can end it early. You can withdraw what is left at any time.
          </p>
        </Question>
      </div>
    </PublicFrame>
  );
}

function Reach() {
  return (
    <section aria-labelledby="reach">
      <h2 id="reach" className="display mb-3 text-lg">
        Reach us
      </h2>
      {CONTACTS.length > 0 ? (
        <ul className="space-y-3">
          {CONTACTS.map(({ name, shown, href }) => (
            <li key={name}>
              <a
                href={href}
                className="cut flex min-h-14 flex-wrap items-center justify-between gap-x-3 border-2 border-edge bg-raised px-4 py-2 hover:border-text"
              >
                <span className="text-sm text-muted">{name}</span>
                <span className="figures font-bold">{shown}</span>
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <Notice tone="stake" title="No address is set up here yet">
          Whoever runs this WageWars has not said yet how to reach them. Ask whoever sent you here.
        </Notice>
      )}
      <p className="mt-4 text-sm text-muted">We never ask for your password, your M-Pesa PIN or a code from an SMS.</p>
    </section>
  );
}

function Question({ ask, children }: { ask: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="flex min-h-14 items-center justify-between gap-3 py-3 font-semibold">
        <span className="min-w-0">{ask}</span>
        <span aria-hidden className="text-xl text-stake-text group-open:rotate-45">
          +
        </span>
      </summary>
      <div className="pb-4 text-soft">{children}</div>
    </details>
  );
}

function Internal({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="font-semibold text-text underline underline-offset-4">
      {children}
    </Link>
  );
}
