/** What a payment costs and brings, row by row; the last row is what arrives. */
import { Skeleton } from "@/components/ui/Skeleton";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { kes } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";
import { cx } from "@/lib/utils";
import type { Quote } from "@/types/transaction";

type Props = { quote: Quote | undefined; fresh?: boolean };

export function QuoteBreakdown({ quote, fresh = true }: Props) {
  if (!quote) {
    return (
      <div className="space-y-2" role="status">
        <span className="sr-only">Working out what arrives</span>
        <Skeleton className="h-6" />
        <Skeleton className="h-6" />
        <Skeleton className="h-7" />
      </div>
    );
  }
  const out = quote.kind === "withdrawal";
  return (
    <div aria-live="polite" aria-busy={!fresh} className={cx("transition-opacity", !fresh && "opacity-50")}>
      <Receipt>
        <ReceiptRow label={out ? "From your wallet" : "From your M-Pesa"}>{kes(quote.amount)}</ReceiptRow>
        <Costs {...quote} alwaysFee={out} />
        <ReceiptRow label={out ? `To ${localPhone(quote.phone)}` : "Into your wallet"} tone="win" strong>
          {kes(quote.net)}
        </ReceiptRow>
      </Receipt>
    </div>
  );
}

type CostsProps = { fee: string; tax: string; tax_rate?: string | number; change: string; alwaysFee?: boolean };

/** The rows between the requested amount and the amount that arrives. */
export function Costs({ fee, tax, tax_rate, change, alwaysFee = false }: CostsProps) {
  return (
    <>
      {Number(fee) > 0 || alwaysFee ? (
        <ReceiptRow label="Our fee" tone={Number(fee) > 0 ? "text" : "muted"}>
          {Number(fee) > 0 ? kes(-Number(fee)) : "none"}
        </ReceiptRow>
      ) : null}
      {Number(tax) > 0 ? (
        <ReceiptRow label={tax_rate === undefined ? "Tax, paid to KRA" : `Tax of ${percent(tax_rate)}, paid to KRA`}>
          {kes(-Number(tax))}
        </ReceiptRow>
      ) : null}
      {Number(change) > 0 ? <ReceiptRow label="Cents you keep">{kes(-Number(change))}</ReceiptRow> : null}
    </>
  );
}

const percent = (rate: string | number): string => `${Math.round(Number(rate) * 1000) / 10}%`;
