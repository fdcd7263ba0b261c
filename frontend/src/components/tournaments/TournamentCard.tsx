/** One tournament in a list: what is played, what it costs, what can be won, and when it begins. */
import Link from "next/link";
import { Moment } from "@/components/tournaments/Moment";
import { FORMAT_NAME, STATUS_NAME, feeSplit, isFree, seats } from "@/lib/copy/tournaments/terms";
import { isOver } from "@/lib/tournaments/status";
import { PLATFORM_NAME, gameLabel } from "@/lib/copy/games";
import { kes } from "@/lib/format/money";
import { momentWithin } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { TournamentSummary } from "@/types/tournament";

type Props = { tournament: TournamentSummary; mine?: string | null };

/** `mine` is what the player is in it, such as "You are checked in". */
export function TournamentCard({ tournament, mine }: Props) {
  const { id, name, format, platform, status, pool, guarantee } = tournament;
  const prizes = Number(pool) > 0;
  return (
    <li
      className={cx(
        "cut-lg relative border bg-raised p-4 has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-stake-text",
        mine ? "border-2 border-stake" : "border-line",
      )}
    >
      <StatusLine tournament={tournament} />
      <h3 className="display mt-1 text-lg">
        <Link href={`/tournaments/${id}`} className="outline-none after:absolute after:inset-0">
          <bdi>{name}</bdi>
        </Link>
      </h3>
      <p className="text-sm text-muted">
        {FORMAT_NAME[format]} · {gameLabel(tournament)}
        <span className="block">{PLATFORM_NAME[platform]}</span>
      </p>
      {mine ? <p className="mt-2 text-sm font-semibold text-stake-text">{mine}</p> : null}
      <div className="mt-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <p>
          <span className="block text-xs text-muted">{status === "cancelled" ? "Entry" : "Prizes"}</span>
          <span className={cx("money text-lg", prizes && status !== "cancelled" && "text-win-text")}>
            {status === "cancelled" ? kes(tournament.entry_fee) : prizes ? kes(pool) : withoutPool(tournament)}
          </span>
        </p>
        <p className="text-sm text-soft">{seats(tournament)}</p>
      </div>
      <p className="mt-2 text-sm text-soft">
        {isFree(tournament) ? "Free to enter" : `Entry ${feeSplit(tournament)}`}
        {Number(guarantee) > 0 && !isOver(status) ? (
          <span className="block">{kes(guarantee)} in prizes are guaranteed</span>
        ) : null}
      </p>
    </li>
  );
}

const withoutPool = (tournament: TournamentSummary) => (isFree(tournament) ? "For the honour" : "From the entries");

const INK: Partial<Record<TournamentSummary["status"], string>> = {
  registration: "text-win-text",
  check_in: "text-stake-text",
  seeded: "text-stake-text",
  running: "text-stake-text",
};

/** Where it stands, and until when. */
export function StatusLine({ tournament }: { tournament: TournamentSummary }) {
  const { status, is_paused: isPaused } = tournament;
  return (
    <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
      <span className={cx("font-bold", INK[status] ?? "text-muted")}>{isPaused ? "Paused" : STATUS_NAME[status]}</span>
      <span className="text-soft">
        <When tournament={tournament} />
      </span>
    </p>
  );
}

function When({ tournament }: { tournament: TournamentSummary }) {
  const { status, check_in_opens_at: opens, start_date: starts, closed_at: closed } = tournament;
  if (status === "registration") return <Moment of="Check-in opens" at={opens} />;
  if (status === "check_in") return <Moment of="Begins" at={starts} />;
  if (status === "seeded") return <Moment of="Begins" at={starts} />;
  if (status === "running") return `Since ${momentWithin(starts)}`;
  return closed ? momentWithin(closed) : null;
}
