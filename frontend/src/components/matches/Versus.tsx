/** Two names, one slanted line, and the pot between them. */
import { Check, Swords } from "lucide-react";
import type { ReactNode } from "react";
import { meIn, rivalOf } from "@/lib/matches";
import { kes } from "@/lib/money";
import type { Match, MatchPlayer } from "@/types/match";
import { cx } from "@/lib/utils";

type Sign = (player: MatchPlayer) => ReactNode;

export function Versus({ match, sign }: { match: Match; sign?: Sign }) {
  return (
    <section aria-label="The match" className="cut-lg overflow-hidden border border-line bg-raised">
      <div className="relative grid grid-cols-2">
        <Side player={meIn(match)} mine sign={sign} />
        <Side player={rivalOf(match)} sign={sign} />
        <span aria-hidden className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 rotate-[14deg] scale-y-125 bg-stake" />
        <span aria-hidden className="absolute top-1/2 left-1/2 grid size-11 -translate-1/2 place-items-center rounded-full border-2 border-stake bg-raised text-stake-text">
          <Swords className="size-5" />
        </span>
      </div>
      <div className="flex items-baseline justify-between gap-3 border-t border-line px-5 py-3">
        <p className="text-sm text-soft">
          Pot <span className="money">{kes(match.pot)}</span>
        </p>
        <p className="font-bold">
          Winner gets <span data-testid="prize" className="money text-lg text-win-text">{kes(match.prize)}</span>
        </p>
      </div>
    </section>
  );
}

function Side({ player, mine = false, sign }: { player: MatchPlayer; mine?: boolean; sign: Sign | undefined }) {
  return (
    <div className={cx("flex min-h-32 min-w-0 flex-col px-5 py-5", mine ? "bg-lifted pr-8" : "items-end pl-8 text-right")}>
      <p className="text-xs font-semibold text-muted">{mine ? "You" : "Opponent"}</p>
      <p className="display max-w-full truncate text-lg">{player.username}</p>
      <p className="max-w-full truncate text-sm text-muted">{player.cod_username ?? "No game name set"}</p>
      {sign ? <div className="mt-auto pt-2">{sign(player)}</div> : null}
    </div>
  );
}

/** "Ready" or "Not ready" under a name: a word and a mark, not a colour alone. */
export function Sign({ done, yes, no }: { done: boolean; yes: string; no: string }) {
  return (
    <span className={cx("inline-flex items-center gap-1 text-sm font-bold", done ? "text-win-text" : "text-muted")}>
      {done ? <Check aria-hidden className="size-4" strokeWidth={3} /> : null}
      {done ? yes : no}
    </span>
  );
}
