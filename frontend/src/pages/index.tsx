/** The front page for visitors: what WageWars is, what it costs, and how it stays fair. */
import Head from "next/head";
import type { ReactNode } from "react";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { ButtonLink } from "@/components/ui/Button";
import { SampleMatch } from "@/components/SampleMatch";
import { useAuth } from "@/hooks/useAuth";

export default function LandingPage() {
  const signedIn = useAuth().status === "signed-in";
  return (
    <PublicFrame
      aside={
        <ButtonLink href={signedIn ? "/dashboard" : "/auth/login"} tone="plain">
          {signedIn ? "Open the app" : "Log in"}
        </ButtonLink>
      }
    >
      <Head>
        <title>WageWars: your 1v1, for real money</title>
      </Head>
      <Hero signedIn={signedIn} />
      <HowItWorks />
      <Fairness />
    </PublicFrame>
  );
}

function Hero({ signedIn }: { signedIn: boolean }) {
  return (
    <div className="grid items-center gap-10 pt-4 lg:grid-cols-[1.15fr_1fr] lg:gap-16 lg:pt-16">
      <div>
        <h1 className="display text-[min(2.875rem,14.5vw)] leading-none sm:text-[4.25rem]">
          Your 1v1, for real money.
        </h1>
        <p className="mt-4 max-w-xl text-lg text-soft">
          Put a stake on your own Call of Duty match. Somebody of your level puts in the same. The winner takes the pot.
        </p>
        <div className="mt-7 flex flex-col gap-3 sm:flex-row">
          <ButtonLink href={signedIn ? "/matches/find" : "/auth/register"} large>
            {signedIn ? "Find an opponent" : "Create an account"}
          </ButtonLink>
          <ButtonLink href="#fair" tone="plain" large>
            How it stays fair
          </ButtonLink>
        </div>
        <p className="mt-4 text-sm text-muted">
          Deposit with M-Pesa from KES 10. Stakes from KES 20. For players of 18 and older.
        </p>
      </div>
      <SampleMatch />
    </div>
  );
}

function HowItWorks() {
  return (
    <section aria-labelledby="how" className="mt-20">
      <h2 id="how" className="display text-xl sm:text-2xl">
        From M-Pesa to the pot
      </h2>
      <ol className="mt-6 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2 lg:grid-cols-4">
        <Step at={1} title="Deposit">
          Type an amount here and your PIN on your phone. It is in your wallet in seconds.
        </Step>
        <Step at={2} title="Choose a stake">
          KES 50, 100, 200, 500, 1,000 or your own. You see the fee and the prize first.
        </Step>
        <Step at={3} title="Meet and play">
          We pair you by stake and skill, lock both stakes, and give you a lobby code.
        </Step>
        <Step at={4} title="Report">
          Both say who won. When you agree, the winner has the money the same second.
        </Step>
      </ol>
    </section>
  );
}

function Fairness() {
  return (
    <section id="fair" aria-labelledby="fair-title" className="mt-20 scroll-mt-6">
      <h2 id="fair-title" className="display text-xl sm:text-2xl">
        Fair, in plain words
      </h2>
      <dl className="mt-6 grid gap-x-12 gap-y-8 sm:grid-cols-2">
        <Fact term="What do you take?">
          10% of the pot, and only when somebody wins. A draw or a cancelled match costs nothing.
        </Fact>
        <Fact term="Where is my stake while I play?">
          Locked, with your opponent’s. Nobody can spend it until the match is decided: not you, not them, not us.
        </Fact>
        <Fact term="What if my opponent lies?">
          Then your reports differ, the pot stays locked, and a referee reviews the match and decides, with a reason.
        </Fact>
        <Fact term="What if nobody turns up?">
          The match is cancelled when the time runs out, and both of you get the full stake back.
        </Fact>
      </dl>
    </section>
  );
}

function Step({ at, title, children }: { at: number; title: string; children: ReactNode }) {
  return (
    <li className="bg-raised p-5">
      <p className="display text-2xl text-stake-text" aria-hidden>
        {at}
      </p>
      <h3 className="mt-2 font-bold">{title}</h3>
      <p className="mt-1 text-sm text-soft">{children}</p>
    </li>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="border-l-4 border-stake pl-4">
      <dt className="font-bold">{term}</dt>
      <dd className="mt-1 text-soft">{children}</dd>
    </div>
  );
}
