/** The two players side by side, with the pot and the prize. */
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Duel } from "@/components/ui/Duel";
import { SimulatedLabel } from "@/components/ui/SimulatedLabel";
import { meIn, ofTournament, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import type { Match, MatchPlayer } from "@/types/match";
import { cx } from "@/lib/utils";

/** The rules speak of player 1 and player 2: this says who that is. */
const seatOf = (match: Match, whose: "mine" | "theirs"): string =>
  (match.my_seat === "player2") === (whose === "mine") ? "player 2" : "player 1";

type Sign = (player: MatchPlayer) => ReactNode;

export function Versus({ match, sign }: { match: Match; sign?: Sign }) {
  return (
    <section aria-label="The match" className="cut-lg overflow-hidden border border-line bg-raised">
      <Duel
        left={<Side player={meIn(match)} role={`You · ${seatOf(match, "mine")}`} sign={sign} />}
        right={<Side player={rivalOf(match)} role={`Opponent · ${seatOf(match, "theirs")}`} sign={sign} />}
      />
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-t border-line px-5 py-3">
        {ofTournament(match) ? (
          <p className="text-sm text-soft">Tournament match {match.tournament_match_key}</p>
        ) : (
          <>
            <p className="text-sm text-soft">
              Pot <span className="money">{kes(match.pot)}</span>
            </p>
            <p className="text-sm font-bold sm:text-base">
              Winner gets{" "}
              <span data-testid="prize" className="money text-lg text-win-text">
                {kes(match.prize)}
              </span>
            </p>
          </>
        )}
      </div>
    </section>
  );
}

function Side({ player, role, sign }: { player: MatchPlayer; role: string; sign: Sign | undefined }) {
  return (
    <>
      <p className="label-fit font-semibold text-muted">{role}</p>
      <p className="mt-0.5 line-clamp-2 max-w-full text-[min(1.0625rem,4.6vw)] leading-tight font-extrabold">
        <bdi title={player.username}>{player.username}</bdi>
      </p>
      <p className="mt-0.5 line-clamp-2 max-w-full text-[min(0.9375rem,4.4vw)] leading-snug text-muted">
        <bdi>{player.cod_username ?? "No game name"}</bdi>
      </p>
      <SimulatedLabel player={player} />
      {sign ? <div className="mt-auto pt-3">{sign(player)}</div> : null}
    </>
  );
}

/** "Ready" or "Not ready" under a name: a text and a mark, not a colour alone. */
export function Sign({ done, yes, no }: { done: boolean; yes: string; no: string }) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 text-[min(0.9375rem,4.4vw)] font-bold",
        done ? "text-win-text" : "text-muted",
      )}
    >
      {done ? <Check aria-hidden className="size-4 shrink-0" strokeWidth={3} /> : null}
      {done ? yes : no}
    </span>
  );
}
