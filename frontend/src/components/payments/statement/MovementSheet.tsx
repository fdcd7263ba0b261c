/** One movement in detail: description, balance before and after, its legs, and the M-Pesa code. */
import { ArrowRight } from "lucide-react";
import { BigMoney } from "@/components/ui/BigMoney";
import { Button, ButtonLink } from "@/components/ui/Button";
import { CopyField } from "@/components/ui/CopyField";
import { Modal } from "@/components/ui/Modal";
import { Skeleton } from "@/components/ui/Skeleton";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { useStatementDetail } from "@/hooks/payments/useStatement";
import { kes, signedKes, unbroken } from "@/lib/format/money";
import { LABELS, MOVEMENT_NAME } from "@/lib/format/statement";
import { day, hour } from "@/lib/format/time";
import type { Language, StatementEntry } from "@/types/transaction";

type Props = { movement: StatementEntry; lang: Language; onClose: () => void; onWithdrawal: (id: number) => void };

export function MovementSheet({ movement, lang, onClose, onWithdrawal }: Props) {
  const gained = Number(movement.amount) > 0;
  const before = (Number(movement.balance_after) - Number(movement.amount)).toFixed(2);
  const { withdrawal_id: withdrawal } = movement;
  return (
    <Modal open onClose={onClose} title={MOVEMENT_NAME[movement.type]?.[lang] ?? "Transaction"}>
      <div className="space-y-5">
        <div>
          <BigMoney className={gained ? "text-win-text" : ""}>{signedKes(movement.amount)}</BigMoney>
          <p lang={lang} className="mt-2 text-soft">
            {unbroken(movement.description)}
          </p>
          <p className="mt-1 text-sm text-muted">
            {day(movement.created_at, undefined, lang)}, {hour(movement.created_at)}
          </p>
        </div>
        <Receipt>
          <ReceiptRow label={LABELS.before[lang]} tone="muted">
            {kes(before)}
          </ReceiptRow>
          <ReceiptRow label={LABELS.moved[lang]} tone={gained ? "win" : "text"}>
            {signedKes(movement.amount)}
          </ReceiptRow>
          <ReceiptRow label={LABELS.after[lang]} strong>
            {kes(movement.balance_after)}
          </ReceiptRow>
        </Receipt>
        <Legs id={movement.id} lang={lang} />
        {movement.mpesa_reference ? (
          <CopyField data-testid="receipt" label="M-Pesa code" value={movement.mpesa_reference} />
        ) : null}
        <div className="space-y-3">
          {withdrawal ? (
            <Button
              tone="plain"
              wide
              onClick={() => {
                onClose();
                onWithdrawal(withdrawal);
              }}
            >
              See the withdrawal
            </Button>
          ) : null}
          {movement.match_id ? (
            <ButtonLink tone="plain" wide href={`/matches/${movement.match_id}`}>
              See match {movement.match_id}
            </ButtonLink>
          ) : null}
          <Button wide onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Each transfer between two ledger accounts behind the movement. */
function Legs({ id, lang }: { id: number; lang: Language }) {
  const { data, error } = useStatementDetail(id, lang);
  // The description above says the essential; this part is left out when it cannot load.
  if (error && !data) return null;
  return (
    <section aria-label={LABELS.legs[lang]} className="rounded-lg bg-lifted px-4 py-3">
      <p className="text-xs font-semibold text-muted">{LABELS.legs[lang]}</p>
      {data ? (
        <ul className="divide-y divide-line">
          {data.legs.map((leg, place) => (
            <li key={place} className="flex flex-wrap items-baseline justify-between gap-x-3 py-2 text-sm">
              <span lang={lang} className="min-w-0">
                <span className="inline-block first-letter:uppercase">{leg.source.name}</span>
                <ArrowRight
                  role="img"
                  aria-label={lang === "sw" ? "kwenda" : "to"}
                  className="mx-1.5 inline size-4 align-[-0.2em] text-stake-text"
                />
                {leg.target.name}
              </span>
              <span className="money ml-auto">{kes(leg.amount)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton className="mt-2 h-6" />
      )}
    </section>
  );
}
