/** How a match ended, and what it did to the wallet and the rating. */
import dynamic from "next/dynamic";
import { useState } from "react";
import { RatingChangeCard } from "@/components/matches/history/RatingChangeCard";
import { Sign, Versus } from "@/components/matches/live/Versus";
import { BigMoney } from "@/components/ui/BigMoney";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { gainOf, ofTournament, rivalName, standingOf, type Standing } from "@/lib/copy/matches";
import { reasonFor } from "@/lib/copy/matchCopy";
import { kes, signedKes } from "@/lib/format/money";
import { moment } from "@/lib/format/time";
import { gameLabel } from "@/lib/copy/games";
import { focusIfLost } from "@/lib/focus";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";

const Appeal = dynamic(() => import("@/components/matches/dispute/Appeal").then((m) => m.Appeal));
const Contest = dynamic(() => import("@/components/matches/dispute/Contest").then((m) => m.Contest));
const BackInQueue = dynamic(() => import("@/components/matches/queue/BackInQueue").then((m) => m.BackInQueue));
const MatchRoom = dynamic(() => import("@/components/matches/room/MatchRoom").then((m) => m.MatchRoom));
const Rematch = dynamic(() => import("@/components/matches/challenge/Rematch").then((m) => m.Rematch));
const ReceiptSheet = dynamic(() => import("@/components/matches/history/ReceiptSheet").then((m) => m.ReceiptSheet));

type Ended = Exclude<Standing, "pending" | "playing" | "disputed">;
type Copy = {
  title: string;
  slab: string;
  figure: (match: Match) => string;
  text: (match: Match, rival: string) => string;
};

const QUIET = "bg-lifted text-text";
const back = (match: Match) => `${kes(match.wager_amount)} back`;

const COPY: Record<Ended, Copy> = {
  won: {
    title: "You won",
    slab: "bg-win text-on-bright",
    figure: (match) => signedKes(gainOf(match) ?? 0),
    text: (match) => `${kes(match.prize)} came into your wallet: your stake, and what you won.`,
  },
  lost: {
    title: "You lost",
    slab: "border-2 border-danger bg-raised text-text",
    figure: (match) => signedKes(gainOf(match) ?? 0),
    text: (match, rival) => `${rival} took this one, and the ${kes(match.prize)}.`,
  },
  draw: { title: "A draw", slab: QUIET, figure: back, text: () => "Both of you have your full stake back. No fee." },
  void: {
    title: "No result",
    slab: QUIET,
    figure: back,
    text: () => "The match does not count. Both of you have your full stake back. No fee.",
  },
  split: {
    title: "Shared",
    slab: QUIET,
    figure: (match) => signedKes(gainOf(match) ?? 0),
    text: () => "The referee gave each of you half of the prize.",
  },
  cancelled: {
    title: "Cancelled",
    slab: QUIET,
    figure: back,
    text: () => "Both of you have your full stake back. No fee.",
  },
};

/** What stands there instead for a match of a tournament, where nothing was staked. */
const WITHOUT_STAKE: Record<Ended, (rival: string) => string> = {
  won: () => "You won your match of the tournament.",
  lost: (rival) => `${rival} took this one.`,
  draw: () => "Nobody won this one.",
  void: () => "The match has no winner: neither of you goes on by it.",
  split: () => "Nobody won this one.",
  cancelled: () => "The match has no winner: neither of you goes on by it.",
};

export function MatchResult({ match }: { match: Match }) {
  const standing = standingOf(match);
  if (standing === "pending" || standing === "playing" || standing === "disputed") return null;
  const copy = COPY[standing];
  const reason = reasonFor(match);
  const searchesOn = match.back_in_queue;
  const unstaked = ofTournament(match);
  return (
    <div className="space-y-6" data-testid="result" data-standing={standing}>
      <div className={cx("cut-lg animate-rise px-6 py-8", copy.slab)}>
        <h1 ref={focusIfLost} tabIndex={-1} className="display text-2xl outline-none">
          {copy.title}
        </h1>
        {unstaked ? null : (
          <BigMoney huge className="mt-2">
            {searchesOn ? kes(match.wager_amount) : copy.figure(match)}
          </BigMoney>
        )}
        <p className="mt-3 font-semibold">
          {unstaked
            ? WITHOUT_STAKE[standing](rivalName(match))
            : searchesOn
              ? "Set aside again for your next match: you search on."
              : copy.text(match, rivalName(match))}
        </p>
        {reason ? <p className="mt-1 text-sm">{reason}</p> : null}
        {match.ruling ? <blockquote className="mt-3 border-l-4 pl-3 text-sm">“{match.ruling}”</blockquote> : null}
      </div>
      {searchesOn ? <BackInQueue stake={match.wager_amount} withLink /> : null}
      <Versus
        match={match}
        sign={(player) => (player.id === match.winner_id ? <Sign done yes="Winner" no="" /> : null)}
      />
      {unstaked ? null : <MoneyBreakdown match={match} standing={standing} />}
      {match.status === "completed" ? <RatingChangeCard match={match} /> : null}
      {match.dispute ? <Appeal match={match} dispute={match.dispute} /> : null}
      {match.contest_until || match.dispute?.appeal ? <Contest match={match} /> : null}
      <MatchRoom match={match} />
      <p className="text-sm text-muted">
        Match {match.id} · {gameLabel(match)} · {moment(match.completed_at ?? match.created_at)}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        {match.status === "completed" && !unstaked ? <Rematch match={match} /> : null}
        {searchesOn || unstaked ? null : (
          <ButtonLink
            href={{ pathname: "/matches/find", query: { wager: String(Math.round(Number(match.wager_amount))) } }}
            large
            tone={match.status === "completed" ? "plain" : "stake"}
          >
            Somebody else for {kes(match.wager_amount)}
          </ButtonLink>
        )}
        {match.status === "completed" ? <ReceiptButton matchId={match.id} /> : null}
        <ButtonLink href="/matches/history" tone="quiet">
          All matches
        </ButtonLink>
      </div>
    </div>
  );
}

function ReceiptButton({ matchId }: { matchId: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="quiet" onClick={() => setOpen(true)}>
        Signed receipt
      </Button>
      {open ? <ReceiptSheet matchId={matchId} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function MoneyBreakdown({ match, standing }: { match: Match; standing: Ended }) {
  const gain = gainOf(match) ?? 0;
  return (
    <section aria-label="The money" className="cut-lg border border-line bg-raised p-5">
      <Receipt>
        <ReceiptRow label="You put in" tone="stake">
          {kes(-Number(match.wager_amount))}
        </ReceiptRow>
        {standing === "won" || standing === "split" ? (
          <>
            <ReceiptRow label="Pot">{kes(match.pot)}</ReceiptRow>
            <ReceiptRow label="Our fee">{kes(-Number(match.fee))}</ReceiptRow>
          </>
        ) : null}
        <ReceiptRow label="Paid to you" tone={standing === "lost" ? "muted" : "text"}>
          {kes(Number(match.wager_amount) + gain)}
        </ReceiptRow>
        <ReceiptRow
          label={gain < 0 ? "Your loss" : "Your gain"}
          tone={gain > 0 ? "win" : gain < 0 ? "danger" : "text"}
          strong
        >
          {signedKes(gain)}
        </ReceiptRow>
      </Receipt>
    </section>
  );
}
