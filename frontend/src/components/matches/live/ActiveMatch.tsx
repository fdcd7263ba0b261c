/** The match that the player is in: the two players, the pot, what to do now, and the deadline. */
import { MatchVerification } from "@/components/matches/live/MatchVerification";
import { Sign, Versus } from "@/components/matches/live/Versus";
import { Countdown } from "@/components/ui/Countdown";
import { whatNow } from "@/lib/copy/matches";
import type { Match } from "@/types/match";

export function ActiveMatch({ match }: { match: Match }) {
  const waitsForReady = match.status === "pending";
  return (
    <div
      className="space-y-5"
      data-testid="active-match"
      data-status={match.status}
      data-state={match.verification_state}
    >
      {match.due_at && match.status !== "disputed" ? (
        <Deadline match={match} until={match.due_at} />
      ) : (
        <p className="text-soft">{whatNow(match)}</p>
      )}
      <Versus
        match={match}
        sign={(player) =>
          waitsForReady ? (
            <Sign done={player.ready} yes="Ready" no="Not ready" />
          ) : (
            <Sign done={player.reported} yes="Reported" no={match.status === "disputed" ? "No report" : "Playing"} />
          )
        }
      />
      <MatchVerification match={match} />
    </div>
  );
}

function Deadline({ match, until }: { match: Match; until: string }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <p className="text-soft">{whatNow(match)}</p>
      <p className="shrink-0 text-right">
        <span className="block text-xs text-muted">Time left</span>
        <span className="money text-xl text-stake-text">
          <Countdown until={until} over="Time is up" />
        </span>
      </p>
    </div>
  );
}
