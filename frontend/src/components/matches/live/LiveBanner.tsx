/** A link back to the match, queue or challenge from any other page; shows a toast when a match is found. */
import Link from "next/link";
import { useRouter } from "next/router";
import { useCallback, type ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import { Countdown, Stopwatch } from "@/components/ui/Countdown";
import { toast } from "@/components/ui/Toast";
import { useMatchAlerts } from "@/hooks/matches/useMatchAlerts";
import { useInPlay, type InPlay } from "@/hooks/matches/useInPlay";
import { useDispute } from "@/hooks/matches/useMatches";
import { rivalOf } from "@/lib/copy/matches";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";

export function LiveBanner() {
  const inPlay = useInPlay();
  const { pathname } = useRouter();
  useMatchAlerts(useCallback((rival: string) => toast.good(`Match found: you play ${rival}.`), []));

  const dispute = useDispute(inPlay.kind !== "idle");
  const banner = dispute ? disputeBanner(dispute) : bannerFor(inPlay);
  if (!banner || banner.covers.includes(pathname)) return null;
  return (
    <aside aria-label="Your match now">
      <Link
        href={banner.href}
        className={cx("block", banner.urgent ? "bg-stake text-on-bright" : "border-b border-line bg-lifted text-text")}
      >
        <span className="mx-auto flex min-h-12 max-w-5xl items-center gap-2 px-4 py-2 text-sm font-bold">
          <span className="flex-1">{banner.text}</span>
          <ChevronRight aria-hidden className="size-5 shrink-0" />
        </span>
      </Link>
    </aside>
  );
}

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
  const rival = rivalOf(match).username;
  const here = { href: "/matches/active", covers: ["/matches/active", "/matches/[id]"] };
  // The dashboard shows the match too; only urgent banners are repeated there.
  const quietly = [...here.covers, "/dashboard"];
  const mine = match.my_seat ? match[match.my_seat] : null;
  if (match.status === "pending") {
    if (mine?.ready) return { ...here, covers: quietly, urgent: false, text: `Waiting for ${rival} to be ready` };
    return {
      ...here,
      urgent: true,
      text: <Until text={`Match found: ${rival}. Say you are ready`} at={match.due_at} />,
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
  return { ...here, text: `A referee is deciding your match against ${rivalOf(match).username}` };
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
