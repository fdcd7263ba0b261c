/** A row of a list that opens what it names beside the list. */
import type { ReactNode } from "react";
import { cx } from "@/lib/utils";

type Props = { picked: boolean; onPick: () => void; children: ReactNode };

export function PickRow({ picked, onPick, children }: Props) {
  return (
    <li>
      <button
        type="button"
        aria-current={picked ? "true" : undefined}
        onClick={onPick}
        className={cx(
          "w-full rounded-lg border-2 p-3 text-left",
          picked ? "border-stake bg-lifted" : "border-edge bg-raised hover:border-text",
        )}
      >
        {children}
      </button>
    </li>
  );
}
