/** The board: what waits for this person, then all that goes on in the house. */
import { Loaded } from "@/components/Loaded";
import { Needs } from "@/components/staff/board/Needs";
import { Line, Tile } from "@/components/staff/board/Tile";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useBoard } from "@/hooks/staff/useBoard";
import { age, near } from "@/lib/format/age";
import { kes } from "@/lib/format/money";
import { hour } from "@/lib/format/time";
import type { StaffBoard } from "@/types/staff";

const HOUR = 3_600;

export function Board() {
  const query = useBoard();
  return (
    <Loaded
      query={query}
      skeleton={<SkeletonRows label="Loading the board" rows={6} />}
      failed="The board did not load"
    >
      {(board) => (
        <>
          <p className={query.error ? "mb-4 text-sm font-semibold text-danger-text" : "mb-4 text-sm text-muted"}>
            {query.error
              ? `It cannot be read now. This is from ${hour(board.at)}.`
              : `Read at ${hour(board.at)}, and again every 5 seconds.`}
          </p>
          <Needs board={board} />
          <div className="mt-6 grid grid-cols-[repeat(auto-fit,minmax(min(100%,16rem),1fr))] gap-4">
            <Queues board={board} />
            <Matches board={board} />
            <Disputes board={board} />
            <Payments board={board} />
            <Funds board={board} />
            <Callbacks board={board} />
            <Jobs board={board} />
            <Switches board={board} />
          </div>
        </>
      )}
    </Loaded>
  );
}

type Props = { board: StaffBoard };

function Queues({ board: { queues } }: Props) {
  const players = queues.reduce((sum, one) => sum + one.players, 0);
  const oldest = Math.max(0, ...queues.map((one) => one.oldest));
  return (
    <Tile name="Look for a match" figure={players} mood={oldest > HOUR ? "look" : "calm"}>
      {queues.slice(0, 6).map((one) => (
        <Line key={`${one.title} ${one.mode} ${one.platform} ${one.stake}`} name={`${kes(one.stake)}, ${one.mode}`}>
          {one.players} for {age(one.oldest)}
        </Line>
      ))}
    </Tile>
  );
}

function Matches({ board: { matches } }: Props) {
  return (
    <Tile
      name="Open matches"
      figure={matches.pending + matches.active + matches.disputed}
      mood={matches.overdue > 60 ? "act" : "calm"}
    >
      <Line name="before both are ready">{matches.pending}</Line>
      <Line name="being played">{matches.active}</Line>
      <Line name="in dispute">{matches.disputed}</Line>
      {matches.overdue > 0 ? <Line name="past their deadline by">{age(matches.overdue)}</Line> : null}
    </Tile>
  );
}

function Disputes({ board: { disputes } }: Props) {
  const all = disputes.under_1_day + disputes.days_1_to_3 + disputes.over_3_days;
  return (
    <Tile
      name="Open disputes"
      figure={all}
      mood={disputes.over_3_days ? "act" : disputes.days_1_to_3 ? "look" : "calm"}
    >
      <Line name="of today">{disputes.under_1_day}</Line>
      <Line name="1 to 3 days">{disputes.days_1_to_3}</Line>
      <Line name="over 3 days">{disputes.over_3_days}</Line>
      {all ? <Line name="the oldest">{age(disputes.oldest)}</Line> : null}
    </Tile>
  );
}

function Payments({ board: { payments } }: Props) {
  const all = payments.reduce((sum, one) => sum + one.count, 0);
  const inReview = payments.some((one) => one.state === "review");
  return (
    <Tile name="Payments on their way" figure={all} mood={inReview ? "look" : "calm"}>
      {payments.map((one) => (
        <Line key={`${one.kind} ${one.state}`} name={`${one.kind}, ${one.state.replaceAll("_", " ")}`}>
          {one.count}, oldest {age(one.oldest)}
        </Line>
      ))}
    </Tile>
  );
}

function Funds({ board: { funds } }: Props) {
  const short = Number(funds.short ?? 0);
  return (
    <Tile
      name={short > 0 ? "Missing to pay every player" : "What players own"}
      figure={short > 0 ? kes(short) : funds.players_own === null ? "not known yet" : kes(funds.players_own)}
      mood={short > 0 ? "act" : "calm"}
    >
      {funds.players_own === null || funds.books_say === null ? null : (
        <>
          {short > 0 ? <Line name="players own">{kes(funds.players_own)}</Line> : null}
          <Line name="our books say M-Pesa holds">{kes(funds.books_say)}</Line>
        </>
      )}
      {funds.mpesa_says === null || funds.mpesa_said_at === null ? (
        <p>M-Pesa has not told its balance yet.</p>
      ) : (
        <Line name={`M-Pesa says (${near(funds.mpesa_said_at)})`}>{kes(funds.mpesa_says)}</Line>
      )}
    </Tile>
  );
}

function Callbacks({ board: { callbacks } }: Props) {
  return (
    <Tile name="M-Pesa's messages" figure={callbacks.in_five_minutes} mood={callbacks.oldest > 60 ? "act" : "calm"}>
      <p>in the last 5 minutes</p>
      <Line name="the last one">{callbacks.last === null ? "never" : `${age(callbacks.last)} ago`}</Line>
      <Line name="not worked through">
        {callbacks.waiting}
        {callbacks.waiting ? `, oldest ${age(callbacks.oldest)}` : ""}
      </Line>
    </Tile>
  );
}

function Jobs({ board: { jobs, audit } }: Props) {
  const stopped = jobs.beat === null || jobs.beat > 30;
  return (
    <Tile
      name="Workers"
      figure={stopped ? "stopped" : "running"}
      mood={stopped || audit.broken ? "act" : (jobs.oldest ?? 0) > 60 ? "look" : "calm"}
    >
      <Line name="scheduler">{jobs.beat === null ? "not heard of" : `${age(jobs.beat)} ago`}</Line>
      <Line name="a job waits">{jobs.oldest === null ? "not known" : age(jobs.oldest)}</Line>
      <Line name="audit">
        {audit.broken ? "BROKEN" : audit.entries === null ? "not checked yet" : `${audit.entries} entries, whole`}
      </Line>
      {audit.checked_at === null ? null : <Line name="checked">{near(audit.checked_at)}</Line>}
    </Tile>
  );
}

function Switches({ board: { switches } }: Props) {
  const off = switches.filter((one) => !one.is_on);
  return (
    <Tile name="Switches" figure={off.length === 0 ? "all on" : `${off.length} off`} mood={off.length ? "act" : "calm"}>
      {switches.map((one) => (
        <div key={one.name}>
          <Line name={one.name}>{one.is_on ? "on" : "OFF"}</Line>
          {one.is_on ? null : (
            <p className="wrap-anywhere">
              {near(one.changed_at)}: {one.reason}
            </p>
          )}
        </div>
      ))}
    </Tile>
  );
}
