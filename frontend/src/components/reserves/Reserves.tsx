/** The counts of players' money, the newest large and the others in a list, and the player's own check. */
import type { ReactNode } from "react";
import { Loaded } from "@/components/Loaded";
import { OwnCheck } from "@/components/reserves/OwnCheck";
import { BigMoney } from "@/components/ui/BigMoney";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useReserves } from "@/hooks/payments/useReserves";
import { kes } from "@/lib/format/money";
import { moment, momentWithin } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { ReserveRecord, SignedReserves } from "@/types/reserves";

export function Reserves() {
  const reserves = useReserves();
  return (
    <Loaded
      query={reserves}
      skeleton={<SkeletonRows label="Loading the counts" rows={4} />}
      failed="The counts could not be loaded"
    >
      {({ pages }) => <Counts records={pages.flatMap((page) => page.items)} reserves={reserves} />}
    </Loaded>
  );
}

type CountsProps = { records: readonly SignedReserves[]; reserves: ReturnType<typeof useReserves> };

function Counts({ records, reserves }: CountsProps) {
  const [newest, ...older] = records;
  if (!newest) return <EmptyState title="No count yet">The first one comes within the hour.</EmptyState>;
  return (
    <div className="space-y-6">
      <Newest signed={newest} />
      <OwnCheck records={records} />
      <section aria-labelledby="what-it-shows" className="space-y-3 text-sm text-soft">
        <h2 id="what-it-shows" className="display text-lg text-text">
          What this shows, and what not
        </h2>
        <p>
          Every hour we add up all players&apos; money and publish the total. It is tied to each player&apos;s own
          amount: if we made it smaller, the players whose money we left out would see it when they check.
        </p>
        <p>
          What lies at M-Pesa is M-Pesa&apos;s answer to us. Your phone cannot ask M-Pesa itself, so that line you take
          from us. What is published names nobody and shows nobody&apos;s balance.
        </p>
      </section>
      {older.length > 0 ? <Older records={older} /> : null}
      {reserves.hasNextPage ? (
        <Button
          tone="plain"
          wide
          busy={reserves.isFetchingNextPage}
          busyLabel="Loading…"
          onClick={() => void reserves.fetchNextPage({ cancelRefetch: false })}
        >
          Show older
        </Button>
      ) : null}
    </div>
  );
}

function Newest({ signed: { record, hash } }: { signed: SignedReserves }) {
  return (
    <section aria-label="The newest count" className="cut-lg border border-line bg-raised p-5">
      <p className="text-sm font-semibold text-muted">Players&apos; money, {momentWithin(record.at)}</p>
      <BigMoney className="mt-1">{kes(record.total)}</BigMoney>
      <p className="mt-1 text-sm text-muted">
        of {record.players === 1 ? "1 player" : `${record.players.toLocaleString("en-KE")} players`}
      </p>
      <div className="mt-4 border-t border-line pt-4">
        <Receipt>
          <ReceiptRow label="Of it in matches and tournaments" tone="stake">
            {kes(record.in_play)}
          </ReceiptRow>
          <ReceiptRow label="Of it on its way out">{kes(record.withdrawing)}</ReceiptRow>
          {Number(record.set_aside) > 0 ? (
            <ReceiptRow label="Besides, for prizes and unnamed payments">{kes(record.set_aside)}</ReceiptRow>
          ) : null}
          <ReceiptRow label="M-Pesa says we have">
            {record.mpesa_balance === null ? "no answer yet" : kes(record.mpesa_balance)}
          </ReceiptRow>
          <Surplus record={record} />
        </Receipt>
      </div>
      <p className="mt-3 text-sm text-muted">{asked(record)}</p>
      <p className="mt-3 text-sm text-muted">
        Code of count {record.number.toLocaleString("en-KE")}:{" "}
        <span className="figures font-semibold text-text">{code(hash)}</span>. Compare it with a friend: every phone
        must show the same.
      </p>
    </section>
  );
}

function Surplus({ record }: { record: ReserveRecord }) {
  const left = surplus(record);
  if (left === null) return null;
  return left < 0 ? (
    <ReceiptRow label="Missing" tone="danger" strong>
      {kes(-left)}
    </ReceiptRow>
  ) : (
    <ReceiptRow label="More than players are owed" tone="win" strong>
      {kes(left)}
    </ReceiptRow>
  );
}

function Older({ records }: { records: readonly SignedReserves[] }) {
  return (
    <section aria-labelledby="older">
      <h2 id="older" className="display mb-2 text-lg">
        Earlier counts
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {records.map(({ record, hash }) => (
          <li key={record.number} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-3">
            <span className="text-sm">
              {moment(record.at)} <span className="figures text-xs text-muted">{code(hash)}</span>
            </span>
            <span className="text-right text-sm">
              <Figure label="players">{kes(record.total)}</Figure>
              {record.mpesa_balance === null ? null : (
                <Figure label="M-Pesa" isShort={(surplus(record) ?? 0) < 0}>
                  {kes(record.mpesa_balance)}
                </Figure>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figure({ label, isShort = false, children }: { label: string; isShort?: boolean; children: ReactNode }) {
  return (
    <span className="block">
      <span className="text-xs text-muted">{label}</span>{" "}
      <span className={cx("money", isShort && "text-danger-text")}>{children}</span>
    </span>
  );
}

/** What M-Pesa has above all that is owed to players (KES); null while M-Pesa has not answered. */
function surplus({ mpesa_balance, total, set_aside }: ReserveRecord): number | null {
  if (mpesa_balance === null) return null;
  return (Math.round(Number(mpesa_balance) * 100) - Math.round((Number(total) + Number(set_aside)) * 100)) / 100;
}

function asked({ mpesa_balance_at: at }: ReserveRecord): string {
  if (at === null) return "M-Pesa has not told us our balance yet. The players' part can be checked all the same.";
  return `M-Pesa's answer is of ${momentWithin(at)}. Payments between the two moments are in one of them only. What is above players' money is for taxes, M-Pesa's charges and our fees.`;
}

/** The first sixteen digits of a hash, in fours, to be read out to each other. */
const code = (hash: string): string => (hash.slice(0, 16).match(/.{4}/g) ?? []).join(" ");
