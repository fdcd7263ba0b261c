/** The full-screen call to a match or challenge, and a link back to it from any other page; above an open sheet. */
import Link from "next/link";
import { useRouter } from "next/router";
import type { ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import { Alarm } from "@/components/matches/live/Alarm";
import { Countdown, Stopwatch } from "@/components/ui/Countdown";
import { TopLayer, useTopSheet } from "@/components/ui/TopLayer";
import { useAlarm, type Alarm as Call } from "@/hooks/matches/useAlarm";
import { useChallengesForMe } from "@/hooks/matches/useChallenges";
import { useInPlay, type InPlay } from "@/hooks/matches/useInPlay";
import { useDispute } from "@/hooks/matches/useMatches";
import { ofTournament, rivalName, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import { isolated } from "@/lib/format/name";
import { cx } from "@/lib/utils";
import type { Challenge, Match } from "@/types/match";

export function LiveBanner() {
  const inPlay = useInPlay();
  const { pathname, asPath } = useRouter();
  const sheet = useTopSheet();
  const dispute = useDispute(inPlay.kind !== "idle");
  const [challenge] = useChallengesForMe(inPlay.kind === "idle");
  const call = useAlarm(inPlay, challenge);
  if (call?.isOpen && asPath.split("?")[0] !== pageOf(call)) return <Alarm key={call.key} call={call} />;

  const banner = bannerFor(inPlay) ?? challengeBanner(challenge) ?? (dispute ? disputeBanner(dispute) : null);
  if (!banner || banner.covers.includes(pathname)) return null;
  const link = (
    <aside aria-label="Your match now">
      <div role={banner.urgent ? "status" : undefined}>
        <Link
          href={banner.href}
          className={cx(
            "block",
            banner.urgent ? "bg-stake text-on-bright" : "border-b border-line bg-lifted text-text",
          )}
        >
          <span className="mx-auto flex min-h-12 max-w-5xl items-center gap-2 px-4 py-2 text-sm font-bold">
            <span className="min-w-0 flex-1">{banner.text}</span>
            <ChevronRight aria-hidden className="size-5 shrink-0" />
          </span>
        </Link>
      </div>
    </aside>
  );
  return sheet && banner.urgent ? <TopLayer className="inset-x-0 top-0">{link}</TopLayer> : link;
}

/** Whoever opens this page, by a link or a push, has been called. */
const pageOf = (call: Call): string =>
  call.kind === "match" ? `/matches/${call.match.id}` : `/matches/challenge/${call.challenge.code}`;

/** `covers` lists the routes that show the same already. */
type Banner = { href: string; text: ReactNode; urgent: boolean; covers: string[] };

function bannerFor(inPlay: InPlay): Banner | null {
  if (inPlay.kind === "searching") {
    const since = inPlay.queue.queued_at;
    const text = (
      <>
        Searching for an opponent
        {since ? (
          <>
            {" "}
            · <Stopwatch since={since} />
          </>
        ) : null}
      </>
    );
    return { href: "/matches/find", text, urgent: false, covers: ["/matches/find", "/dashboard"] };
  }
  if (inPlay.kind === "challenging") {
    const covers = ["/matches/find", "/matches/challenge/[code]", "/dashboard"];
    return { href: `/matches/challenge/${inPlay.code}`, text: "Your challenge is open", urgent: false, covers };
  }
  if (inPlay.kind !== "match") return null;
  const { match } = inPlay;
  const rival = rivalName(match);
  const here = { href: "/matches/active", covers: ["/matches/active", "/matches/[id]"] };
  // The dashboard shows the match too; only urgent banners are repeated there.
  const quietly = [...here.covers, "/dashboard"];
  const mine = match.my_seat ? match[match.my_seat] : null;
  if (match.status === "pending") {
    if (mine?.ready) return { ...here, covers: quietly, urgent: false, text: `Waiting for ${rival} to be ready` };
    return {
      ...here,
      urgent: true,
      text: (
        <Until
          text={`${ofTournament(match) ? "Tournament match" : "Match found"}: ${rival}. Say you are ready`}
          at={match.due_at}
        />
      ),
    };
  }
  if (match.verification_state === "provisional") {
    const text = <Until text="A result is proposed. Is it right?" at={match.due_at} />;
    return { ...here, covers: quietly, urgent: match.proposed_result !== match.my_seat, text };
  }
  if (mine?.reported) return { ...here, covers: quietly, urgent: false, text: `Waiting for ${rival} to report` };
  if (rivalOf(match).reported) return { ...here, urgent: true, text: `${rival} has reported. Report your result` };
  return { ...here, covers: quietly, urgent: false, text: `You are playing ${rival}. Report when it is over` };
}

function disputeBanner(match: Match): Banner {
  const here = { href: `/matches/${match.id}`, covers: ["/matches/[id]"], urgent: false };
  if (match.verification_state === "evidence")
    return { ...here, text: <Until text="Show your proof" at={match.due_at} /> };
  return { ...here, text: `A referee is deciding your match against ${rivalName(match)}` };
}

/** Somebody has challenged this player by name. */
function challengeBanner(challenge: Challenge | undefined): Banner | null {
  if (!challenge) return null;
  const what = challenge.rematch_of ? "wants a rematch with you" : "challenges you";
  return {
    href: `/matches/challenge/${challenge.code}`,
    text: (
      <Until
        text={`${isolated(challenge.challenger)} ${what} for ${kes(challenge.wager_amount)}`}
        at={challenge.due_at}
      />
    ),
    urgent: true,
    covers: ["/matches/challenge/[code]"],
  };
}

/** A text, with the time left when there is a deadline. */
function Until({ text, at }: { text: string; at: string | null }) {
  return (
    <>
      {text}
      {at ? (
        <>
          {" "}
          · <Countdown until={at} />
        </>
      ) : null}
    </>
  );
}
