/** One tournament: where it stands, the player's part, and tabs for its terms, bracket, table and players. */
import { useState } from "react";
import { BracketPanel } from "@/components/tournaments/bracket/BracketPanel";
import { MyPart } from "@/components/tournaments/mine/MyPart";
import { Participants } from "@/components/tournaments/Participants";
import { Share } from "@/components/tournaments/Share";
import { Standings } from "@/components/tournaments/Standings";
import { Terms } from "@/components/tournaments/Terms";
import { StatusLine } from "@/components/tournaments/TournamentCard";
import { TournamentStats } from "@/components/tournaments/TournamentStats";
import { ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { Pills } from "@/components/ui/Pills";
import { useMe } from "@/hooks/profile/useProfile";
import { FORMAT_NAME, feeSplit, inMinutes, isFree, seats } from "@/lib/copy/tournaments/terms";
import { hasBracket } from "@/lib/tournaments/status";
import { gameLabel, PLATFORM_NAME } from "@/lib/copy/games";
import { kes } from "@/lib/format/money";
import type { TournamentDetail } from "@/types/tournament";

type Tab = "terms" | "bracket" | "table" | "players";
const NAMES: Record<Tab, string> = { terms: "Terms", bracket: "Bracket", table: "Table", players: "Players" };

export function TournamentView({ tournament }: { tournament: TournamentDetail }) {
  const drawn = hasBracket(tournament.status);
  const tabs: readonly Tab[] = drawn ? ["bracket", "table", "players", "terms"] : ["terms", "players"];
  const [chosen, setTab] = useState<Tab | null>(null);
  // The first tab changes when check-in has closed; whoever has chosen another stays there.
  const tab = chosen !== null && tabs.includes(chosen) ? chosen : (tabs[0] ?? "terms");
  return (
    <div className="space-y-6">
      <Summary tournament={tournament} />
      <Standstill tournament={tournament} />
      <MyPart tournament={tournament} />
      <Pills
        legend="What to see"
        name="tab"
        joined
        options={tabs.map((one) => [one, NAMES[one]] as const)}
        value={tab}
        onChange={setTab}
      />
      <Panel tab={tab} tournament={tournament} />
      <Share tournament={tournament} />
      <ButtonLink href="/tournaments" tone="quiet" wide>
        All tournaments
      </ButtonLink>
    </div>
  );
}

function Panel({ tab, tournament }: { tab: Tab; tournament: TournamentDetail }) {
  const { data: me } = useMe();
  if (tab === "bracket") return <BracketPanel tournament={tournament} />;
  if (tab === "players") return <Participants tournament={tournament} me={me?.shown_as} />;
  if (tab === "terms") return <Terms tournament={tournament} />;
  return (
    <div className="space-y-8">
      <Standings tournament={tournament} me={me?.shown_as} />
      <TournamentStats tournament={tournament} />
    </div>
  );
}

function Summary({ tournament }: { tournament: TournamentDetail }) {
  const { format, platform, pool, status, finish, current_participants: players } = tournament;
  // Once it is played, what it costs to enter is for the terms: one's own match comes first on a phone.
  const canEnter = status === "registration" || status === "check_in";
  return (
    <section aria-label="In short" className="cut-lg border border-line bg-raised p-5">
      <StatusLine tournament={tournament} />
      {Number(pool) > 0 && status !== "cancelled" ? (
        <p className="mt-3">
          <span className="money text-3xl text-win-text">{kes(pool)}</span>
          <span className="block text-sm text-muted">{canEnter ? "in prizes so far" : "in prizes"}</span>
        </p>
      ) : null}
      <p className="mt-3 font-semibold">
        {FORMAT_NAME[format]} · {gameLabel(tournament)}
      </p>
      <p className="text-sm text-muted">
        {PLATFORM_NAME[platform]}
        <span className="block">
          {canEnter ? seats(tournament) : `${players} ${players === 1 ? "player" : "players"}`}
        </span>
      </p>
      {canEnter ? (
        <p className="mt-1 text-sm text-soft">
          {isFree(tournament) ? "Free to enter" : `Entry ${feeSplit(tournament)}`}
        </p>
      ) : null}
      {status === "running" && finish ? (
        <p className="mt-1 text-sm text-soft">Likely to end in {inMinutes(finish)}.</p>
      ) : null}
    </section>
  );
}

/** Why it does not go on as planned. */
function Standstill({ tournament }: { tournament: TournamentDetail }) {
  const { status, reason, is_paused: isPaused, waits_on_dispute: waits } = tournament;
  if (status === "cancelled") {
    return (
      <Notice tone="danger" title="This tournament was cancelled">
        {reason ? <bdi className="block">{reason}</bdi> : null}
        {isFree(tournament)
          ? "Nobody had paid for it."
          : "Every entry is back in the wallet that it came from, in full."}
      </Notice>
    );
  }
  if (isPaused) {
    return (
      <Notice tone="wait" title="Paused by our staff">
        No new match opens until it goes on. We notify everybody who plays.
      </Notice>
    );
  }
  return status === "running" && waits ? (
    <Notice tone="wait">Waiting for a dispute to be decided. It goes on when a referee has ruled.</Notice>
  ) : null;
}
