/** The match a player is in: who, for how much, what to do now, and until when. */
import type { ReactNode } from "react";
import { LobbyCode } from "@/components/matches/LobbyCode";
import { MatchVerification } from "@/components/matches/MatchVerification";
import { ReadyCheck } from "@/components/matches/ReadyCheck";
import { Sign, Versus } from "@/components/matches/Versus";
import { Countdown } from "@/components/ui/Countdown";
import { gameLine, PLATFORM_NAME } from "@/lib/games";
import { rivalOf, WHAT_NOW } from "@/lib/matches";
import type { Match } from "@/types/match";

export function ActiveMatch({ match }: { match: Match }) {
  const waitsForReady = match.status === "pending";
  // Once somebody has reported, the result is the thing; before that, the lobby is.
  const reportFirst = match.player1.reported || match.player2.reported || match.status === "disputed";
  // Keyed, so that a report sheet which is open stays open when the order changes under it.
  const parts = [
    match.status === "disputed" ? null : <HowToPlay key="how" match={match} />,
    waitsForReady ? null : <MatchVerification key="report" match={match} />,
  ];
  return (
    <div className="space-y-5" data-testid="active-match" data-status={match.status}>
      {match.due_at && match.status !== "disputed" ? (
        <Deadline match={match} />
      ) : (
        <p className="text-soft">{WHAT_NOW[match.verification_state]}</p>
      )}
      <Versus
        match={match}
        sign={(player) =>
          waitsForReady ? (
            <Sign done={player.ready} yes="Ready" no="Not ready" />
          ) : (
            <Sign done={player.reported} yes="Reported" no="Playing" />
          )
        }
      />
      {waitsForReady ? <ReadyCheck match={match} /> : null}
      {reportFirst ? parts.reverse() : parts}
    </div>
  );
}

function Deadline({ match }: { match: Match }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <p className="text-soft">{WHAT_NOW[match.verification_state]}</p>
      {match.due_at ? (
        <p className="shrink-0 text-right">
          <span className="block text-xs text-muted">Time left</span>
          <span className="money text-xl text-stake-text">
            <Countdown until={match.due_at} over="Time is up" />
          </span>
        </p>
      ) : null}
    </div>
  );
}

function HowToPlay({ match }: { match: Match }) {
  const rival = rivalOf(match);
  const name = rival.cod_username ?? rival.username;
  return (
    <section aria-labelledby="how" className="space-y-3">
      <h2 id="how" className="display text-lg">
        How to meet
      </h2>
      <LobbyCode code={match.lobby_code} />
      <ol className="space-y-2 text-sm">
        <Step at={1}>
          Open a private lobby: {gameLine(match)}, {PLATFORM_NAME[match.platform]}.
        </Step>
        <Step at={2}>
          Invite <strong>{name}</strong>, or let {rival.username} invite you.
        </Step>
        <Step at={3}>Both type the lobby code in the chat. Then you know that it is the right player.</Step>
        <Step at={4}>Play. Keep a screenshot of the final score.</Step>
      </ol>
    </section>
  );
}

function Step({ at, children }: { at: number; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="figures grid size-6 shrink-0 place-items-center rounded-full bg-lifted text-xs font-bold"
      >
        {at}
      </span>
      <span>{children}</span>
    </li>
  );
}
