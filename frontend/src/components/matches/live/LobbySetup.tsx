/** How the present game is set up: who hosts it, its map, what wins it, and the weapons. */
import type { ReactNode } from "react";
import { goalCopy, WEAPONS } from "@/lib/copy/matchCopy";
import { rivalOf } from "@/lib/copy/matches";
import type { Lobby, Match } from "@/types/match";

export function LobbySetup({ match, lobby }: { match: Match; lobby: Lobby }) {
  const mine = lobby.host === match.my_seat;
  return (
    <div data-testid="lobby-setup" className="overflow-hidden rounded-lg border border-line bg-raised text-sm">
      <dl className="border-b border-line bg-lifted px-4 py-2.5">
        <dt className="text-xs font-semibold text-soft">
          {lobby.game > 1 ? `Host of game ${lobby.game}, on the next map` : "Host"}
        </dt>
        <dd className="mt-0.5 text-base leading-snug font-bold text-balance wrap-anywhere">
          {mine ? (
            "You host: open a private match"
          ) : (
            <>
              <bdi>{rivalOf(match).username}</bdi> hosts: join their private match
            </>
          )}
        </dd>
      </dl>
      <dl className="space-y-2 px-4 py-3">
        <Row what="Map">{lobby.map}</Row>
        <Row what="To win">{goalCopy(lobby.goal)}</Row>
        <Row what="Weapons">{WEAPONS[lobby.weapons]}</Row>
      </dl>
    </div>
  );
}

const Row = ({ what, children }: { what: string; children: ReactNode }) => (
  <div className="flex flex-wrap gap-x-3">
    <dt className="min-w-18 text-muted">{what}</dt>
    <dd className="min-w-0 flex-1 basis-36 font-semibold wrap-anywhere">{children}</dd>
  </div>
);
