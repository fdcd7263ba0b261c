/** Every movement of the wallet, day by day, with the balance after it. */
import Link from "next/link";
import { ArrowDownLeft, Lock, RotateCcw, Swords, Trophy, type LucideIcon } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useStatement } from "@/hooks/useStatement";
import { kes, signedKes } from "@/lib/money";
import { sentenceFor } from "@/lib/problems";
import { day, hour } from "@/lib/time";
import { cx } from "@/lib/utils";
import type { StatementLine } from "@/types/transaction";

/** Kinds of movement that we draw; a kind that is new to this page shows its own description. */
const KINDS: Record<string, { name: string; icon: LucideIcon }> = {
  deposit: { name: "Deposit from M-Pesa", icon: ArrowDownLeft },
  wager_hold: { name: "Stake locked", icon: Lock },
  wager_release: { name: "Stake returned", icon: RotateCcw },
  wager_win: { name: "Match won", icon: Trophy },
  wager_refund: { name: "Stake returned", icon: RotateCcw },
};

export function TransactionHistory({ onDeposit }: { onDeposit: () => void }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useStatement();
  if (isPending) return <SkeletonRows label="Loading your movements" />;
  if (error && !data) {
    return (
      <Notice
        tone="danger"
        title="Your movements did not load"
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
  const lines = data.pages.flatMap((page) => page.items);
  if (lines.length === 0) {
    return (
      <EmptyState title="Nothing has moved yet" action={<Button onClick={onDeposit}>Deposit</Button>}>
        Your deposits, stakes and winnings will stand here, each with the balance after it.
      </EmptyState>
    );
  }
  return (
    <>
      {byDay(lines).map(([name, items]) => (
        <section key={name} className="mb-6">
          <h3 className="mb-1 text-sm font-semibold text-muted">{name}</h3>
          <ul>
            {items.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage ? (
        <Button tone="plain" wide busy={isFetchingNextPage} busyLabel="Loading…" onClick={() => void fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </>
  );
}

function Line({ line }: { line: StatementLine }) {
  const { name, icon: Icon } = KINDS[line.type] ?? { name: line.description, icon: Swords };
  const gained = Number(line.amount) > 0;
  return (
    <li className="border-b border-line py-3">
      <div className="flex items-center gap-3">
        <span
          aria-hidden
          className={cx(
            "grid size-10 shrink-0 place-items-center rounded-lg bg-lifted",
            gained ? "text-win-text" : "text-stake-text",
          )}
        >
          <Icon className="size-5" />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex items-baseline justify-between gap-3">
            <p className="font-semibold">{name}</p>
            <p className={cx("money", gained && "text-win-text")}>{signedKes(line.amount)}</p>
          </div>
          <div className="figures flex items-baseline justify-between gap-3 text-xs text-muted">
            <p className="min-w-0 truncate">
              {hour(line.created_at)}
              {line.mpesa_reference ? ` · ${line.mpesa_reference}` : null}
              {line.match_id ? (
                <>
                  {" · "}
                  <Link
                    href={`/matches/${line.match_id}`}
                    className="-my-2 inline-block py-2 font-semibold underline underline-offset-2"
                  >
                    match {line.match_id}
                  </Link>
                </>
              ) : null}
            </p>
            <p className="whitespace-nowrap">
              <span className="sr-only">Balance after: </span>
              {kes(line.balance_after)}
            </p>
          </div>
        </div>
      </div>
    </li>
  );
}

function byDay(lines: StatementLine[]): [string, StatementLine[]][] {
  const days = new Map<string, StatementLine[]>();
  for (const line of lines) {
    const name = day(line.created_at);
    days.set(name, [...(days.get(name) ?? []), line]);
  }
  return [...days];
}
