/** Who takes part, in the order of seeds or of joining, and who waits for a seat. */
import Link from "next/link";
import type { ReactNode } from "react";
import { Loaded } from "@/components/Loaded";
import { EmptyState } from "@/components/ui/EmptyState";
import { SimulatedLabel } from "@/components/ui/SimulatedLabel";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useParticipants } from "@/hooks/tournaments/useTournament";
import { isHandle } from "@/lib/copy/legal";
import { PARTICIPANT_NAME, placeName } from "@/lib/copy/tournaments/terms";
import type { Participant, TournamentDetail } from "@/types/tournament";

type Props = { tournament: TournamentDetail; me: string | undefined };

export function Participants({ tournament, me }: Props) {
  const field = useParticipants(tournament.id, tournament.status);
  return (
    <Loaded
      query={field}
      skeleton={<SkeletonRows label="Loading the players" rows={5} />}
      failed="The players could not be loaded"
    >
      {(items) =>
        items.length > 0 ? (
          <ol aria-label="Players">
            {items.map((one) => (
              <Row key={one.username} participant={one} mine={one.username === me} />
            ))}
          </ol>
        ) : (
          <EmptyState title="Nobody yet">Be the first to join.</EmptyState>
        )
      }
    </Loaded>
  );
}

function Row({ participant, mine }: { participant: Participant; mine: boolean }) {
  const { username, seed, rating, status, place_first: first, place_last: last } = participant;
  // Who is in this list has a seat.
  const standing = status === "registered" ? null : PARTICIPANT_NAME[status];
  const words = first === null ? standing : placeName(first, last ?? first);
  return (
    <li
      aria-current={mine || undefined}
      className="border-b border-line [contain-intrinsic-size:auto_3.25rem] [content-visibility:auto] last:border-0 aria-current:bg-lifted"
    >
      <Profile username={username}>
        <span className="figures min-w-10 shrink-0 text-center text-sm text-muted">
          {seed === null ? "" : <span aria-label={`Seed ${seed}`}>{seed}</span>}
        </span>
        <span className="min-w-0 flex-1 basis-24 font-semibold">
          <bdi>{username}</bdi>
          {mine ? <span className="text-sm text-stake-text"> (you)</span> : null}
          <SimulatedLabel player={participant} />
        </span>
        <span className="ml-auto text-right text-sm text-soft">
          {words}
          {rating === null ? null : <span className="figures block text-xs text-muted">rating {rating}</span>}
        </span>
      </Profile>
    </li>
  );
}

function Profile({ username, children }: { username: string; children: ReactNode }) {
  const look = "flex min-h-13 flex-wrap items-center gap-x-3 py-1 pr-2";
  if (isHandle(username)) return <span className={look}>{children}</span>;
  return (
    <Link href={`/players/${encodeURIComponent(username)}`} className={look}>
      {children}
    </Link>
  );
}
