/** How the two players meet in the game: the lobby code, who hosts, the set-up, and the rules of this match. */
import type { ReactNode } from "react";
import { LobbyCode } from "@/components/matches/live/LobbyCode";
import { LobbySetup } from "@/components/matches/live/LobbySetup";
import { gameLabel, PLATFORM_NAME } from "@/lib/copy/games";
import { ofTournament, rivalName, rivalOf } from "@/lib/copy/matches";
import { rulesOf } from "@/lib/copy/matchCopy";
import type { Match } from "@/types/match";

export function PlayNow({ match }: { match: Match }) {
  return (
    <section aria-labelledby="how" className="space-y-3">
      <h2 id="how" className="display text-lg">
        {match.replays > 0 ? `Game ${match.replays + 1}: play it again` : "How to meet"}
      </h2>
      <LobbyCode code={match.lobby_code} />
      {match.lobby ? <LobbySetup match={match} lobby={match.lobby} /> : null}
      <ol className="space-y-2 text-sm">
        <Step at={1}>
          Set <strong>{match.lobby_code}</strong> as your clan tag. No clan tags in your game? Type it in the lobby’s
          chat.
        </Step>
        <Step at={2}>
          <Invitation match={match} />
        </Step>
        <Step at={3}>The other player shows the same code. So you know that it is the right one.</Step>
        <Step at={4}>Play. Take a screenshot of the final score, with both names on it.</Step>
      </ol>
      <Rules match={match} />
    </section>
  );
}

function Rules({ match }: { match: Match }) {
  return (
    <details className="group rounded-lg border border-line bg-raised">
      <summary className="flex min-h-12 items-center justify-between gap-3 px-4 text-sm font-semibold">
        The rules of this match
        <span className="underline underline-offset-4 group-open:hidden">Read</span>
      </summary>
      <ul className="list-disc space-y-1.5 border-t border-line py-3 pr-4 pl-8 text-sm text-soft">
        {rulesOf(match).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </details>
  );
}

/** Who opens the lobby, and by which name the other is invited. Their username here is not a name in the game. */
function Invitation({ match }: { match: Match }) {
  const { cod_username: name } = rivalOf(match);
  const where = `${gameLabel(match)}, ${PLATFORM_NAME[match.platform]}`;
  if (name === null) {
    return (
      <>
        {rivalName(match)} has given no name in the game, so that you cannot invite each other ({where}).{" "}
        {ofTournament(match)
          ? "Write to them in the match’s room."
          : "If you do not meet, cancel before it begins: both of you get the full stake back."}
      </>
    );
  }
  // Matches from before hosts were fixed have none: there player 1 opens the lobby.
  return match.my_seat === (match.lobby?.host ?? "player1") ? (
    <>
      Open a private lobby and invite <Name>{name}</Name>: {where}.
    </>
  ) : (
    <>
      <Name>{name}</Name> opens a private lobby and invites you: {where}.
    </>
  );
}

/** A name that can neither break the line nor turn the direction of the sentence around it. */
const Name = ({ children }: { children: string }) => (
  <strong>
    <bdi>{children}</bdi>
  </strong>
);

function Step({ at, children }: { at: number; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden
        className="figures grid size-6 shrink-0 place-items-center rounded-full bg-lifted text-xs font-bold"
      >
        {at}
      </span>
      <span className="min-w-0">{children}</span>
    </li>
  );
}
