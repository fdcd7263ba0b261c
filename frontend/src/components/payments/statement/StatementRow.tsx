/** One movement in the list: its name, description and balance; a tap opens its details. */
import { MovementIcon } from "@/components/payments/statement/MovementIcon";
import { kes, signedKes, unbroken } from "@/lib/format/money";
import { LABELS, MOVEMENT_NAME } from "@/lib/format/statement";
import { hour } from "@/lib/format/time";
import { cx } from "@/lib/utils";
import type { Language, StatementEntry } from "@/types/transaction";

type Props = { movement: StatementEntry; lang: Language; onOpen: () => void };

export function StatementRow({ movement, lang, onOpen }: Props) {
  // A newer server may send a type that this page does not know: only the description is shown.
  const name = MOVEMENT_NAME[movement.type]?.[lang];
  const gained = Number(movement.amount) > 0;
  return (
    <li className="border-b border-line">
      <button type="button" aria-haspopup="dialog" onClick={onOpen} className="flex w-full gap-3 py-3.5 text-left">
        <span
          aria-hidden
          className={cx(
            "mt-0.5 grid size-10 shrink-0 place-items-center rounded-lg bg-lifted",
            gained ? "text-win-text" : "text-stake-text",
          )}
        >
          <MovementIcon type={movement.type} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-semibold">{name ?? movement.description}</span>
            <span className={cx("money ml-auto", gained && "text-win-text")}>{signedKes(movement.amount)}</span>
          </span>
          {name ? (
            <span lang={lang} className="mt-0.5 block text-sm text-soft">
              {unbroken(movement.description)}
            </span>
          ) : null}
          <span className="figures mt-1 flex flex-wrap items-baseline justify-between gap-x-3 text-xs text-muted">
            <span className="min-w-0 truncate">
              {hour(movement.created_at)}
              {movement.status === "pending" ? (
                <span className="font-semibold text-wait-text">
                  {" "}
                  · {LABELS[movement.reason === "awaiting_code" ? "awaitsCode" : "pending"][lang]}
                </span>
              ) : null}
            </span>
            <span className="ml-auto">
              {LABELS.balance[lang]} {kes(movement.balance_after)}
            </span>
          </span>
        </span>
      </button>
    </li>
  );
}
