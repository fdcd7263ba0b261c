/** How a match ended, and the line of money that follows from it. */
import { Versus } from "@/components/matches/Versus";
import { ButtonLink } from "@/components/ui/Button";
import { Slip, SlipLine } from "@/components/ui/Slip";
import { gainOf, reasonFor, rivalOf, standingOf, type Standing } from "@/lib/matches";
import { kes } from "@/lib/money";
import { moment } from "@/lib/time";
import { gameLine } from "@/lib/games";
import { cx } from "@/lib/utils";
import type { Match } from "@/types/match";

type Ended = Exclude<Standing, "pending" | "playing" | "disputed">;
type Words = { title: string; ink: string; text: (match: Match, rival: string) => string };

const WORDS: Record<Ended, Words> = {
  won: { title: "You won", ink: "text-win-text", text: (match) => `${kes(match.prize)} is in your wallet.` },
  lost: { title: "You lost", ink: "text-danger-text", text: (match, rival) => `${rival} took this one. ${kes(match.prize)} went to ${rival}.` },
  draw: { title: "A draw", ink: "text-text", text: (match) => `Both of you have your ${kes(match.wager_amount)} back. No fee.` },
  void: { title: "No result", ink: "text-text", text: (match) => `The match does not count. Both of you have your ${kes(match.wager_amount)} back. No fee.` },
  cancelled: { title: "Cancelled", ink: "text-text", text: (match) => `Both of you have your ${kes(match.wager_amount)} back. No fee.` },
};

export function MatchResult({ match }: { match: Match }) {
  const standing = standingOf(match);
  if (standing === "pending" || standing === "playing" || standing === "disputed") return null;
  const words = WORDS[standing];
  const gain = gainOf(match) ?? 0;
  const reason = reasonFor(match);
  return (
    <div className="space-y-6" data-testid="result" data-standing={standing}>
      <div className="pt-2 text-center">
        <h1 className={cx("display animate-rise text-3xl sm:text-4xl", words.ink)}>{words.title}</h1>
        <p className={cx("money animate-rise mt-3 text-2xl", words.ink)}>{gain > 0 ? `+${kes(gain)}` : gain < 0 ? kes(gain) : kes(0)}</p>
        <p className="mt-3 text-soft">{words.text(match, rivalOf(match).username)}</p>
        {reason ? <p className="mt-1 text-sm text-muted">{reason}</p> : null}
      </div>
      <Versus match={match} />
      <MoneyLines match={match} standing={standing} />
      <p className="text-sm text-muted">
        Match {match.id} · {gameLine(match)} · {moment(match.completed_at ?? match.created_at)}
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        <ButtonLink href={{ pathname: "/matches/find", query: { wager: String(Math.round(Number(match.wager_amount))) } }} large>
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
  const stake = Number(match.wager_amount);
  const back = standing === "won" ? Number(match.prize) : standing === "lost" ? 0 : stake;
  return (
    <section aria-label="The money" className="cut-lg border border-line bg-raised p-5">
      <Slip>
        <SlipLine label="You put in" tone="stake">
          {kes(-stake)}
        </SlipLine>
        {standing === "won" || standing === "lost" ? <SlipLine label={`Our fee, from the pot of ${kes(match.pot)}`}>{kes(match.fee)}</SlipLine> : null}
        <SlipLine label="You got back" tone={back > 0 ? "win" : "muted"} strong>
          {back > 0 ? `+${kes(back)}` : kes(0)}
        </SlipLine>
      </Slip>
    </section>
  );
}
