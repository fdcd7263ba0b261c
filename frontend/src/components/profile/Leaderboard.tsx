/** Who leads by rating, winnings or streak, and where you stand among your neighbours. */
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice } from "@/components/ui/Notice";
import { Pills } from "@/components/ui/Pills";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useLeaderboard } from "@/hooks/profile/useLeaderboard";
import { BOARDS, EXPLAINED, NOBODY, PERIODS, WHY_NOT, worth } from "@/lib/copy/boards";
import { sentenceFor } from "@/lib/api/problems";
import { moment } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { Board, LeaderboardEntry, MyPlace, Period } from "@/types/user";

export function Leaderboard({ me }: { me?: string | undefined }) {
  const [board, setBoard] = useState<Board>("rating");
  const [period, setPeriod] = useState<Period>("all");
  return (
    <div className="space-y-4">
      <Pills legend="Ranked by" name="board" options={BOARDS} value={board} onChange={setBoard} />
      <Pills legend="Over which time" name="period" joined options={PERIODS} value={period} onChange={setPeriod} />
      <p className="text-sm text-muted">{EXPLAINED[board]}</p>
      <Table board={board} period={period} me={me} />
    </div>
  );
}

function Table({ board, period, me }: { board: Board; period: Period; me: string | undefined }) {
  const { data, error, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useLeaderboard(
    board,
    period,
  );
  if (!data) {
    if (!error) return <SkeletonRows label="Loading the leaderboard" rows={6} />;
    return (
      <Notice
        tone="danger"
        title="The leaderboard did not load"
        action={
          <Button tone="plain" onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {sentenceFor(error)}
      </Notice>
    );
  }
  const first = data.pages[0];
  if (!first) return null;
  const lines = data.pages.flatMap((page) => page.items);
  return (
    <div className={cx("space-y-5", isPlaceholderData && "opacity-60")} aria-busy={isPlaceholderData}>
      {first.me ? <MyStanding board={board} place={first.me} players={first.players} /> : null}
      {lines.length === 0 ? (
        <EmptyState title="An empty board" action={<ButtonLink href="/matches/find">Be the first</ButtonLink>}>
          {NOBODY[period]}
        </EmptyState>
      ) : (
        <section aria-label="Leaders">
          <ol>
            {lines.map((line) => (
              <Line key={line.position} line={line} board={board} mine={line.username === me} />
            ))}
          </ol>
        </section>
      )}
      {hasNextPage ? (
        <Button
          tone="plain"
          wide
          busy={isFetchingNextPage}
          busyLabel="Loading…"
          onClick={() => void fetchNextPage({ cancelRefetch: false })}
        >
          Show more
        </Button>
      ) : null}
      <p className="text-center text-xs text-muted">
        {first.as_of
          ? `${first.players === 1 ? "1 player" : `${first.players.toLocaleString("en-KE")} players`} ranked, as of ${moment(first.as_of)}.`
          : "The first ranking is being drawn up. Look again in a minute."}
      </p>
    </div>
  );
}

function MyStanding({ board, place, players }: { board: Board; place: MyPlace; players: number }) {
  if (place.rank === null || place.value === null) {
    return (
      <Notice tone="stake" title="You are not ranked here yet">
        {place.why_not ? WHY_NOT[place.why_not] : "Play a match, and you are."}
      </Notice>
    );
  }
  return (
    <section aria-label="Your place" className="cut-lg border-2 border-stake bg-raised p-4">
      <p className="text-sm text-muted">Your place</p>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="whitespace-nowrap">
          <span className="display figures text-2xl text-stake-text">#{place.rank.toLocaleString("en-KE")}</span>{" "}
          <span className="text-sm text-muted">of {players.toLocaleString("en-KE")}</span>
        </span>
        <span className="money text-lg">{worth(board, place.value)}</span>
      </p>
      {place.neighbours.length > 1 ? (
        <details className="group mt-1">
          <summary className="flex min-h-11 items-center text-sm font-semibold underline underline-offset-4">
            Who is near you
          </summary>
          <ol>
            {place.neighbours.map((line) => (
              <Line key={line.position} line={line} board={board} mine={line.is_me} />
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}

const PODIUM = ["text-stake-text", "text-soft", "text-muted"];

function Line({ line, board, mine }: { line: LeaderboardEntry; board: Board; mine: boolean }) {
  return (
    <li className={cx("border-b border-line last:border-0", mine && "bg-lifted")} aria-current={mine || undefined}>
      <Player username={line.username}>
        <span
          className={cx(
            "display figures min-w-11 shrink-0 text-center whitespace-nowrap",
            line.rank < 1_000 ? "text-lg" : "px-1 text-xs",
            PODIUM[line.rank - 1] ?? "text-muted",
          )}
        >
          {line.rank.toLocaleString("en-KE")}
        </span>
        <span className="min-w-0 flex-1 truncate font-semibold">
          {line.username}
          {mine ? <span className="text-sm text-stake-text"> (you)</span> : null}
        </span>
        <span className="money text-sm">{worth(board, line.value)}</span>
      </Player>
    </li>
  );
}

function Player({ username, children }: { username: string; children: ReactNode }) {
  return (
    <Link href={`/players/${encodeURIComponent(username)}`} className="flex min-h-13 items-center gap-3 pr-2">
      {children}
    </Link>
  );
}
