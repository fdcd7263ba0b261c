/** The match that the player is in: the two players, the pot, what to do now, and the deadline. */
import dynamic from "next/dynamic";
import { AnswerBySms } from "@/components/matches/live/AnswerBySms";
import { MatchVerification } from "@/components/matches/live/MatchVerification";
import { Sign, Versus } from "@/components/matches/live/Versus";
import { Countdown } from "@/components/ui/Countdown";
import { Skeleton } from "@/components/ui/Skeleton";
import { meIn, whatNow } from "@/lib/copy/matches";
import { focusIfLost } from "@/lib/focus";
import type { Match } from "@/types/match";

/** As high as the folded room, so that nothing moves when it comes. */
const MatchRoom = dynamic(() => import("@/components/matches/room/MatchRoom").then((m) => m.MatchRoom), {
  ssr: false,
  loading: () => <Skeleton className="h-12.5" />,
});

export function ActiveMatch({ match }: { match: Match }) {
  const waitsForReady = match.status === "pending";
  // Each of these ends a step that the player was in.
  const step = [match.verification_state, meIn(match).ready, meIn(match).reported].join();
  return (
    <div
      className="space-y-5"
      data-testid="active-match"
      data-status={match.status}
      data-state={match.verification_state}
    >
      {match.due_at && match.status !== "disputed" ? (
        <Deadline key={step} match={match} until={match.due_at} />
      ) : (
        <WhatNow key={step} match={match} />
      )}
      <AnswerBySms match={match} />
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
      <MatchRoom match={match} />
      <MatchVerification match={match} />
    </div>
  );
}

function WhatNow({ match }: { match: Match }) {
  return (
    <p ref={focusIfLost} tabIndex={-1} className="text-soft outline-none">
      {whatNow(match)}
    </p>
  );
}

function Deadline({ match, until }: { match: Match; until: string }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <div className="min-w-0 flex-1 basis-40">
        <WhatNow match={match} />
      </div>
      <p className="ml-auto text-right">
        <span className="block text-xs text-muted">Time left</span>
        <span className="money text-xl text-stake-text">
          <Countdown until={until} over="Time is up" />
        </span>
      </p>
    </div>
  );
}
