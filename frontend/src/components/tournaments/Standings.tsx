/** The table of now: places, victories, and points where the format has them. */
import { Loaded } from "@/components/Loaded";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useStandings } from "@/hooks/tournaments/useTournament";
import { cx } from "@/lib/utils";
import type { StandingLine, TournamentDetail } from "@/types/tournament";

type Props = { tournament: TournamentDetail; me: string | undefined };

export function Standings({ tournament, me }: Props) {
  const standings = useStandings(tournament.id, tournament.status);
  return (
    <Loaded
      query={standings}
      skeleton={<SkeletonRows label="Loading the table" rows={5} />}
      failed="The table could not be loaded"
    >
      {({ items, is_final: isFinal }) =>
        items.length === 0 ? (
          <EmptyState title="No table yet">It fills with the first result.</EmptyState>
        ) : (
          <div className="space-y-6">
            <p className="text-sm text-muted">
              {isFinal ? "The final places." : "As it stands now. Places change with every result."}
            </p>
            {groupsOf(items).map(([group, lines]) => (
              <Table key={group ?? 0} group={group} lines={lines} me={me} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

function groupsOf(items: readonly StandingLine[]): [number | null, StandingLine[]][] {
  const groups = new Map<number | null, StandingLine[]>();
  for (const line of items) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return [...groups].sort(([one], [other]) => (one ?? 0) - (other ?? 0));
}

type TableProps = { group: number | null; lines: readonly StandingLine[]; me: string | undefined };

function Table({ group, lines, me }: TableProps) {
  const hasPoints = lines.some(({ points }) => points !== null);
  const hasBuchholz = lines.some(({ buchholz }) => buchholz !== null);
  return (
    <table className="w-full border-collapse text-sm">
      <caption className={cx("display mb-2 text-left text-lg", group === null && "sr-only")}>
        {group === null ? "Table" : `Group ${String.fromCharCode(64 + group)}`}
      </caption>
      <thead className="text-xs text-muted">
        <tr className="border-b border-line">
          <Head>#</Head>
          <Head left>Player</Head>
          <Head name="Won and lost">W–L</Head>
          {hasPoints ? <Head name="Points">Pts</Head> : null}
          {hasBuchholz ? <Head name="Buchholz cut 1: the points of all opponents but the weakest">BH</Head> : null}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row
            key={line.seed}
            line={line}
            mine={line.username === me}
            hasPoints={hasPoints}
            hasBuchholz={hasBuchholz}
          />
        ))}
      </tbody>
    </table>
  );
}

function Head({ children, name, left = false }: { children: string; name?: string; left?: boolean }) {
  return (
    <th scope="col" className={cx("px-1 py-2 font-semibold", left ? "text-left" : "text-center")}>
      {name ? (
        <abbr title={name} className="no-underline">
          {children}
        </abbr>
      ) : (
        children
      )}
    </th>
  );
}

type RowProps = { line: StandingLine; mine: boolean; hasPoints: boolean; hasBuchholz: boolean };

function Row({ line, mine, hasPoints, hasBuchholz }: RowProps) {
  const { place_first: first, place_last: last, username, is_out: isOut, won, lost, points, buchholz_cut: cut } = line;
  return (
    <tr className={cx("border-b border-line", mine && "bg-lifted")} aria-current={mine || undefined}>
      <td className="figures px-1 py-2.5 text-center whitespace-nowrap">
        {line.is_disqualified ? <abbr title="Disqualified">DQ</abbr> : first === last ? first : `${first}–${last}`}
      </td>
      <th scope="row" className="px-1 py-2.5 text-left font-semibold">
        <bdi>{username}</bdi>
        {mine ? <span className="text-stake-text"> (you)</span> : null}
        {isOut ? <span className="text-xs font-normal text-muted"> out</span> : null}
      </th>
      <td className="figures px-1 py-2.5 text-center whitespace-nowrap">
        {won}–{lost}
      </td>
      {hasPoints ? <td className="figures px-1 py-2.5 text-center font-bold">{points ?? "–"}</td> : null}
      {hasBuchholz ? <td className="figures px-1 py-2.5 text-center text-muted">{cut ?? "–"}</td> : null}
    </tr>
  );
}
