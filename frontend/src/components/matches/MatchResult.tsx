/** How a match ended, and the line of money that follows from it. */
import { Sign, Versus } from "@/components/matches/Versus";
import { BigMoney } from "@/components/ui/BigMoney";
import { ButtonLink } from "@/components/ui/Button";
import { Slip, SlipLine } from "@/components/ui/Slip";
import { gainOf, reasonFor, rivalOf, standingOf, type Standing } from "@/lib/matches";
import { kes } from "@/lib/money";
import { moment } from "@/lib/time";
import { gameLine } from "@/lib/games";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";

type Ended = Exclude<Standing, "pending" | "playing" | "disputed">;
type Words = {
  title: string;
  slab: string;
  figure: (match: Match) => string;
  text: (match: Match, rival: string) => string;
};

const QUIET = "bg-lifted text-text";
const back = (match: Match) => `+${kes(match.wager_amount)}`;

const WORDS: Record<Ended, Words> = {
  won: {
    title: "You won",
    slab: "bg-win text-on-bright",
    figure: (match) => `+${kes(match.prize)}`,
    text: () => "It is in your wallet.",
  },
  lost: {
    title: "You lost",
    slab: "border-2 border-danger bg-raised text-text",
    figure: (match) => kes(-Number(match.wager_amount)),
    text: (match, rival) => `${rival} took this one, and the ${kes(match.prize)}.`,
  },
  draw: { title: "A draw", slab: QUIET, figure: back, text: () => "Both of you have your full stake back. No fee." },
  void: {
    title: "No result",
    slab: QUIET,
    figure: back,
    text: () => "The match does not count. Both of you have your full stake back. No fee.",
  },
  cancelled: {
    title: "Cancelled",
    slab: QUIET,
    figure: back,
    text: () => "Both of you have your full stake back. No fee.",
  },
};

export function MatchResult({ match }: { match: Match }) {
  const standing = standingOf(match);
  if (standing === "pending" || standing === "playing" || standing === "disputed") return null;
  const words = WORDS[standing];
  const reason = reasonFor(match);
  return (
    <div className="space-y-6" data-testid="result" data-standing={standing}>
      <div className={cx("cut-lg animate-rise px-6 py-8", words.slab)}>
        <h1 className="display text-2xl">{words.title}</h1>
        <BigMoney huge className="mt-2">
          {words.figure(match)}
        </BigMoney>
        <p className="mt-3 font-semibold">{words.text(match, rivalOf(match).username)}</p>
        {reason ? <p className="mt-1 text-sm">{reason}</p> : null}
      </div>
      <Versus
        match={match}
        sign={(player) => (player.id === match.winner_id ? <Sign done yes="Winner" no="" /> : null)}
      />
      <MoneyLines match={match} standing={standing} />
      <p className="text-sm text-muted">
        Match {match.id} · {gameLine(match)} · {moment(match.completed_at ?? match.created_at)}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        <ButtonLink
          href={{ pathname: "/matches/find", query: { wager: String(Math.round(Number(match.wager_amount))) } }}
          large
        >
          Play again for {kes(match.wager_amount)}
        </ButtonLink>
        <ButtonLink href="/matches/history" tone="plain" large>
          All matches
        </ButtonLink>
      </div>
    </div>
  );
}

function MoneyLines({ match, standing }: { match: Match; standing: Ended }) {
  const gain = gainOf(match) ?? 0;
  return (
    <section aria-label="The money" className="cut-lg border border-line bg-raised p-5">
      <Slip>
        <SlipLine label="You put in" tone="stake">
          {kes(-Number(match.wager_amount))}
        </SlipLine>
        {standing === "won" ? <SlipLine label="Pot">{kes(match.pot)}</SlipLine> : null}
        {standing === "won" ? <SlipLine label="Our fee">{kes(-Number(match.fee))}</SlipLine> : null}
        <SlipLine label="Paid to you" tone={standing === "lost" ? "muted" : "win"}>
          {standing === "won" ? `+${kes(match.prize)}` : standing === "lost" ? kes(0) : `+${kes(match.wager_amount)}`}
        </SlipLine>
        <SlipLine
          label={gain < 0 ? "Your loss" : "Your gain"}
          tone={gain > 0 ? "win" : gain < 0 ? "danger" : "text"}
          strong
        >
          {gain > 0 ? `+${kes(gain)}` : kes(gain)}
        </SlipLine>
      </Slip>
    </section>
  );
}
