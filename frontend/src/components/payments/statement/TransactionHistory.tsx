/** Every movement of the wallet, day by day, with the balance after it; filtered, opened and downloaded. */
import dynamic from "next/dynamic";
import { useState } from "react";
import { LanguageSwitch, StatementFilters } from "@/components/payments/statement/StatementFilters";
import { StatementRow } from "@/components/payments/statement/StatementRow";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useStatement, useStatementLanguage } from "@/hooks/payments/useStatement";
import { sentenceFor } from "@/lib/api/problems";
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
  const [opened, setOpened] = useState<StatementEntry | null>(null);
  const [downloading, setDownloading] = useState(false);
  return (
    <section aria-labelledby="movements">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id="movements" className="display text-lg">
          Movements
        </h2>
        <LanguageSwitch lang={lang} onLang={setLang} />
      </div>
      <StatementFilters filters={filters} onChange={setFilters} lang={lang} onDownload={() => setDownloading(true)} />
      <div className="mt-5">
        <Lines
          filters={filters}
          lang={lang}
          onOpen={setOpened}
          onDeposit={onDeposit}
          onEverything={() => setFilters(EVERYTHING)}
        />
      </div>
      {opened ? (
        <MovementSheet line={opened} lang={lang} onClose={() => setOpened(null)} onWithdrawal={onWithdrawal} />
      ) : null}
      {downloading ? <DownloadSheet filters={filters} lang={lang} onClose={() => setDownloading(false)} /> : null}
    </section>
  );
}

type LinesProps = {
  filters: Filters;
  lang: "en" | "sw";
  onOpen: (line: StatementEntry) => void;
  onDeposit: () => void;
  onEverything: () => void;
};

function Lines({ filters, lang, onOpen, onDeposit, onEverything }: LinesProps) {
  const statement = useStatement(filters, lang);
  const { data, error, isPending, isPlaceholderData, hasNextPage, fetchNextPage, isFetchingNextPage } = statement;
  if (isPending) return <SkeletonRows label="Loading your movements" />;
  if (error && (!data || isPlaceholderData)) {
    return (
      <Notice
        tone="danger"
        title="Your movements did not load"
        action={
          <Button tone="plain" onClick={() => void statement.refetch()}>
            Try again
          </Button>
        }
      >
        {sentenceFor(error)}
      </Notice>
    );
  }
  const lines = data.pages.flatMap((page) => page.items);
  if (lines.length === 0) return <Nothing filtered={isFiltered(filters)} {...{ onDeposit, onEverything }} />;
  return (
    <div aria-busy={isPlaceholderData} className={cx("transition-opacity", isPlaceholderData && "opacity-50")}>
      {byDay(lines, lang).map(([name, items]) => (
        <section key={name} className="mb-6">
          <h3 className="mb-1 text-sm font-semibold text-muted">{name}</h3>
          <ul>
            {items.map((line) => (
              <StatementRow key={line.id} line={line} lang={lang} onOpen={() => onOpen(line)} />
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
        title="No such movements"
        action={
          <Button tone="plain" onClick={onEverything}>
            Show everything
          </Button>
        }
      >
        Nothing of this kind happened in this time.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has moved yet" action={<Button onClick={onDeposit}>Deposit</Button>}>
      Your deposits, stakes and winnings will stand here, each with the balance after it.
    </EmptyState>
  );
}

function byDay(lines: StatementEntry[], lang: "en" | "sw"): [string, StatementEntry[]][] {
  const days = new Map<string, StatementEntry[]>();
  for (const line of lines) {
    const name = day(line.created_at, undefined, lang);
    days.set(name, [...(days.get(name) ?? []), line]);
  }
  return [...days];
}
