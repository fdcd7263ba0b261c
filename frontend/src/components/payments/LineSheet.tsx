/** All about one movement: its sentence, where the money went, the balance before and after, its receipt. */
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { Costs } from "@/components/payments/QuoteSlip";
import { BigMoney } from "@/components/ui/BigMoney";
import { Button, ButtonLink } from "@/components/ui/Button";
import { CopyLine } from "@/components/ui/CopyLine";
import { Modal } from "@/components/ui/Modal";
import { Slip, SlipLine } from "@/components/ui/Slip";
import { useDeposit } from "@/hooks/useDeposits";
import { useWithdrawal } from "@/hooks/useWithdrawals";
import { kes, signedKes } from "@/lib/money";
import { localPhone } from "@/lib/phone";
import { LABELS, lineWords } from "@/lib/statement";
import { day, hour } from "@/lib/time";
import type { Language, StatementLine } from "@/types/transaction";

type Props = { line: StatementLine; lang: Language; onClose: () => void; onWithdrawal: (id: number) => void };

export function LineSheet({ line, lang, onClose, onWithdrawal }: Props) {
  const words = lineWords(line.type);
  const gained = Number(line.amount) > 0;
  const before = (Number(line.balance_after) - Number(line.amount)).toFixed(2);
  const { withdrawal_id: withdrawal } = line;
  return (
    <Modal open onClose={onClose} title={words?.name[lang] ?? "Movement"}>
      <div className="space-y-5">
        <div>
          <BigMoney className={gained ? "text-win-text" : ""}>{signedKes(line.amount)}</BigMoney>
          <p lang={lang} className="mt-2 text-soft">
            {line.description}
          </p>
          <p className="mt-1 text-sm text-muted">{`${day(line.created_at, undefined, lang)}, ${hour(line.created_at)}`}</p>
        </div>
        {words ? (
          <p lang={lang} className="flex items-center gap-3 rounded-lg bg-lifted px-4 py-3 text-sm font-semibold">
            <span>{words.from[lang]}</span>
            <ArrowRight aria-label={lang === "sw" ? "kwenda" : "to"} className="size-5 shrink-0 text-stake-text" />
            <span>{words.to[lang]}</span>
          </p>
        ) : null}
        <Slip>
          <SlipLine label={LABELS.before[lang]} tone="muted">
            {kes(before)}
          </SlipLine>
          <SlipLine label={LABELS.moved[lang]} tone={gained ? "win" : "text"}>
            {signedKes(line.amount)}
          </SlipLine>
          <SlipLine label={LABELS.after[lang]} strong>
            {kes(line.balance_after)}
          </SlipLine>
        </Slip>
        {line.deposit_id ? <DepositParts id={line.deposit_id} lang={lang} /> : null}
        {withdrawal ? <WithdrawalParts id={withdrawal} lang={lang} /> : null}
        {line.mpesa_reference ? <CopyLine label="M-Pesa code" value={line.mpesa_reference} /> : null}
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
          {line.match_id ? (
            <ButtonLink tone="plain" wide href={`/matches/${line.match_id}`}>
              See match {line.match_id}
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

type PartsProps = { id: number; lang: Language };

function DepositParts({ id, lang }: PartsProps) {
  const { data: deposit } = useDeposit(id);
  if (!deposit || Number(deposit.tax) === 0) return null;
  return (
    <Parts title={LABELS.parts[lang]}>
      <SlipLine label={`Paid from ${localPhone(deposit.phone)}`}>{kes(deposit.amount)}</SlipLine>
      <Costs fee="0" tax={deposit.tax} change="0" />
      <SlipLine label="Into your wallet">{kes(Number(deposit.amount) - Number(deposit.tax))}</SlipLine>
    </Parts>
  );
}

function WithdrawalParts({ id, lang }: PartsProps) {
  const { data: withdrawal } = useWithdrawal(id);
  if (!withdrawal) return null;
  return (
    <Parts title={LABELS.parts[lang]}>
      <SlipLine label="From your wallet">{kes(withdrawal.amount)}</SlipLine>
      <Costs {...withdrawal} />
      <SlipLine label={`To ${localPhone(withdrawal.phone)}`}>{kes(withdrawal.net)}</SlipLine>
    </Parts>
  );
}

function Parts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line pt-4">
      <p className="mb-2 text-sm font-semibold text-muted">{title}</p>
      <Slip>{children}</Slip>
    </section>
  );
}
