/** The two players side by side, with the pot and the prize. */
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Duel } from "@/components/ui/Duel";
import { meIn, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import type { Match, MatchPlayer } from "@/types/match";
import { cx } from "@/lib/utils";

type Sign = (player: MatchPlayer) => ReactNode;

export function Versus({ match, sign }: { match: Match; sign?: Sign }) {
  return (
    <section aria-label="The match" className="cut-lg overflow-hidden border border-line bg-raised">
      <Duel
        left={<Side player={meIn(match)} role="You" sign={sign} />}
        right={<Side player={rivalOf(match)} role="Opponent" sign={sign} />}
      />
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-t border-line px-5 py-3">
        <p className="text-sm text-soft">
          Pot <span className="money">{kes(match.pot)}</span>
        </p>
        <p className="text-sm font-bold sm:text-base">
          Winner gets{" "}
          <span data-testid="prize" className="money text-lg text-win-text">
            {kes(match.prize)}
          </span>
        </p>
      </div>
    </section>
  );
}

function Side({ player, role, sign }: { player: MatchPlayer; role: string; sign: Sign | undefined }) {
  return (
    <>
      <p className="text-xs font-semibold text-muted">{role}</p>
      <p className="display max-w-full truncate text-lg">{player.username}</p>
      <p className="max-w-full truncate text-sm text-muted">{player.cod_username ?? "No game name"}</p>
      {sign ? <div className="mt-auto pt-3">{sign(player)}</div> : null}
    </>
  );
}

/** "Ready" or "Not ready" under a name: a text and a mark, not a colour alone. */
export function Sign({ done, yes, no }: { done: boolean; yes: string; no: string }) {
  return (
    <span className={cx("inline-flex items-center gap-1 text-sm font-bold", done ? "text-win-text" : "text-muted")}>
      {done ? <Check aria-hidden className="size-4" strokeWidth={3} /> : null}
      {done ? yes : no}
    </span>
  );
}
