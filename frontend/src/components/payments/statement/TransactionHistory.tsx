/** The statement: every movement day by day, with filters, details and download. */
import dynamic from "next/dynamic";
import { useState } from "react";
import { Loaded } from "@/components/Loaded";
import { LanguageSwitch, StatementFilters } from "@/components/payments/statement/StatementFilters";
import { StatementRow } from "@/components/payments/statement/StatementRow";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useStatement, useStatementLanguage } from "@/hooks/payments/useStatement";
import { EVERYTHING, isFiltered, type Filters } from "@/lib/format/statement";
import { day } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { StatementEntry } from "@/types/transaction";

const MovementSheet = dynamic(() =>
  import("@/components/payments/statement/MovementSheet").then((file) => file.MovementSheet),
);
const DownloadSheet = dynamic(() =>
  import("@/components/payments/statement/DownloadSheet").then((file) => file.DownloadSheet),
);

type Props = { onDeposit: () => void; onWithdrawal: (id: number) => void };

export function TransactionHistory({ onDeposit, onWithdrawal }: Props) {
  const [filters, setFilters] = useState(EVERYTHING);
  const [lang, setLang] = useStatementLanguage();
  const first = useStatement(filters, lang).data?.pages[0];
  const isEmpty = first?.items.length === 0 && !isFiltered(filters);
  const [opened, setOpened] = useState<StatementEntry | null>(null);
  const [downloading, setDownloading] = useState(false);
  return (
    <section aria-labelledby="movements">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id="movements" className="display text-lg">
          Transactions
        </h2>
        {isEmpty ? null : <LanguageSwitch lang={lang} onLang={setLang} />}
      </div>
      {isEmpty ? null : (
        <StatementFilters filters={filters} onChange={setFilters} lang={lang} onDownload={() => setDownloading(true)} />
      )}
      <div className="mt-5">
        <Movements
          filters={filters}
          lang={lang}
          onOpen={setOpened}
          onDeposit={onDeposit}
          onEverything={() => setFilters(EVERYTHING)}
        />
      </div>
      {opened ? (
        <MovementSheet movement={opened} lang={lang} onClose={() => setOpened(null)} onWithdrawal={onWithdrawal} />
      ) : null}
      {downloading ? <DownloadSheet filters={filters} lang={lang} onClose={() => setDownloading(false)} /> : null}
    </section>
  );
}

type MovementsProps = {
  filters: Filters;
  lang: "en" | "sw";
  onOpen: (movement: StatementEntry) => void;
  onDeposit: () => void;
  onEverything: () => void;
};

function Movements({ filters, lang, onOpen, onDeposit, onEverything }: MovementsProps) {
  const statement = useStatement(filters, lang);
  return (
    <Loaded
      query={statement}
      skeleton={<SkeletonRows label="Loading your transactions" />}
      failed="Your transactions could not be loaded"
    >
      {({ pages }) => {
        const movements = pages.flatMap((page) => page.items);
        return movements.length > 0 ? (
          <Days statement={statement} movements={movements} lang={lang} onOpen={onOpen} />
        ) : (
          <Nothing filtered={isFiltered(filters)} {...{ onDeposit, onEverything }} />
        );
      }}
    </Loaded>
  );
}

type DaysProps = Pick<MovementsProps, "lang" | "onOpen"> & {
  statement: ReturnType<typeof useStatement>;
  movements: readonly StatementEntry[];
};

function Days({ statement, movements, lang, onOpen }: DaysProps) {
  const { isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } = statement;
  return (
    <div aria-busy={isPlaceholderData} className={cx("transition-opacity", isPlaceholderData && "opacity-50")}>
      {byDay(movements, lang).map(([name, items]) => (
        <section key={name} className="mb-6">
          <h3 className="mb-1 text-sm font-semibold text-muted">{name}</h3>
          <ul>
            {items.map((movement) => (
              <StatementRow key={movement.id} movement={movement} lang={lang} onOpen={() => onOpen(movement)} />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage ? (
        <Button tone="plain" wide busy={isFetchingNextPage} busyLabel="Loading…" onClick={() => void fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </div>
  );
}

type NothingProps = { filtered: boolean; onDeposit: () => void; onEverything: () => void };

function Nothing({ filtered, onDeposit, onEverything }: NothingProps) {
  if (filtered) {
    return (
      <EmptyState
        title="No transactions found"
        action={
          <Button tone="plain" onClick={onEverything}>
            Show everything
          </Button>
        }
      >
        Try another kind or another time.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No transactions yet" action={<Button onClick={onDeposit}>Deposit</Button>}>
      Your deposits, stakes and winnings show here, each with the balance after it.
    </EmptyState>
  );
}

function byDay(movements: readonly StatementEntry[], lang: "en" | "sw"): [string, StatementEntry[]][] {
  const days = new Map<string, StatementEntry[]>();
  for (const movement of movements) {
    const name = day(movement.created_at, undefined, lang);
    days.set(name, [...(days.get(name) ?? []), movement]);
  }
  return [...days];
}
