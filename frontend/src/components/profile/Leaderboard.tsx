/** The leaderboards by rating, winnings or streak, with the player's own place and neighbours. */
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { Loaded } from "@/components/Loaded";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice } from "@/components/ui/Notice";
import { Pills } from "@/components/ui/Pills";
import { SimulatedLabel } from "@/components/ui/SimulatedLabel";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useLeaderboard } from "@/hooks/profile/useLeaderboard";
import { isHandle } from "@/lib/copy/legal";
import { BOARDS, EXPLAINED, EMPTY_BOARD, PERIODS, WHY_NOT, worth } from "@/lib/copy/boards";
import { momentWithin } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { Board, Leaderboard as LeaderboardPage, LeaderboardEntry, MyPlace, Period } from "@/types/user";

export function Leaderboard({ me }: { me?: string | undefined }) {
  const [chosen, setBoard] = useState<Board | null>(null);
  const [period, setPeriod] = useState<Period>("all");
  // It takes many matches to stand on the board of ratings; until somebody does, another opens.
  const { data: byRating } = useLeaderboard("rating", "all");
  const board = chosen ?? (byRating?.pages[0]?.players === 0 ? "winnings" : "rating");
  return (
    <div className="space-y-4">
      <Pills legend="Ranked by" name="board" options={BOARDS} value={board} onChange={setBoard} />
      <Pills legend="Over which time" name="period" joined options={PERIODS} value={period} onChange={setPeriod} />
      <p className="text-sm text-muted">{EXPLAINED[board]}</p>
      <Table board={board} period={period} me={me} />
    </div>
  );
}

type TableProps = { board: Board; period: Period; me: string | undefined };

function Table({ board, period, me }: TableProps) {
  const leaderboard = useLeaderboard(board, period);
  return (
    <Loaded
      query={leaderboard}
      skeleton={<SkeletonRows label="Loading the leaderboard" rows={6} />}
      failed="The leaderboard could not be loaded"
    >
      {({ pages }) => <Ranking board={board} period={period} me={me} pages={pages} leaderboard={leaderboard} />}
    </Loaded>
  );
}

type RankingProps = TableProps & {
  pages: readonly LeaderboardPage[];
  leaderboard: ReturnType<typeof useLeaderboard>;
};

function Ranking({ board, period, me, pages, leaderboard }: RankingProps) {
  const { isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } = leaderboard;
  const first = pages[0];
  if (!first) return null;
  const entries = pages.flatMap((page) => page.items);
  return (
    <div className={cx("space-y-5", isPlaceholderData && "opacity-60")} aria-busy={isPlaceholderData}>
      {first.me ? <MyStanding board={board} place={first.me} players={first.players} /> : null}
      {entries.length === 0 ? (
        <EmptyState title="An empty board" action={<ButtonLink href="/matches/find">Be the first</ButtonLink>}>
          {EMPTY_BOARD[period]}
        </EmptyState>
      ) : (
        <section aria-label="Leaders">
          <ol>
            {entries.map((entry) => (
              <Entry key={entry.position} entry={entry} board={board} mine={entry.username === me} />
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
          ? `${first.players === 1 ? "1 player" : `${first.players.toLocaleString("en-KE")} players`} ranked, as of ${momentWithin(first.as_of)}.`
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
        <span>
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
            {place.neighbours.map((entry) => (
              <Entry key={entry.position} entry={entry} board={board} mine={entry.is_me} />
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}

const PODIUM = ["text-stake-text", "text-soft", "text-muted"];

function Entry({ entry, board, mine }: { entry: LeaderboardEntry; board: Board; mine: boolean }) {
  return (
    <li className={cx("border-b border-line last:border-0", mine && "bg-lifted")} aria-current={mine || undefined}>
      <Player username={entry.username}>
        <span
          className={cx(
            "display figures min-w-11 shrink-0 text-center whitespace-nowrap",
            entry.rank < 1_000 ? "text-lg" : "px-1 text-xs",
            PODIUM[entry.rank - 1] ?? "text-muted",
          )}
        >
          {entry.rank.toLocaleString("en-KE")}
        </span>
        <span className="min-w-0 flex-1 basis-24 truncate font-semibold">
          <bdi>{entry.username}</bdi>
          {mine ? <span className="text-sm text-stake-text"> (you)</span> : null}
          <SimulatedLabel player={entry} />
        </span>
        <span className="money ml-auto text-sm">{worth(board, entry.value)}</span>
      </Player>
    </li>
  );
}

function Player({ username, children }: { username: string; children: ReactNode }) {
  const look = "flex min-h-13 flex-wrap items-center gap-x-3 pr-2";
  if (isHandle(username)) return <span className={look}>{children}</span>;
  return (
    <Link href={`/players/${encodeURIComponent(username)}`} className={look}>
      {children}
    </Link>
  );
}
