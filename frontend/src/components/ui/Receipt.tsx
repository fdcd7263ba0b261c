/** Amounts as on a receipt: rows of a label, dots and a figure; a strong row for the total. */
import type { ReactNode } from "react";
import { cx } from "@/lib/utils";

export function Receipt({ children }: { children: ReactNode }) {
  return <dl className="space-y-2">{children}</dl>;
}

type Tone = "text" | "muted" | "stake" | "win" | "danger";

const INK: Record<Tone, string> = {
  text: "text-text",
  muted: "text-muted",
  stake: "text-stake-text",
  win: "text-win-text",
  danger: "text-danger-text",
};

export function ReceiptRow({
  label,
  tone = "text",
  strong = false,
  children,
}: {
  label: ReactNode;
  tone?: Tone;
  strong?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={cx("flex flex-wrap items-baseline", strong ? "text-lg" : "text-sm")}>
      <dt className={cx("max-w-full", strong ? "font-bold" : "text-soft")}>{label}</dt>
      <span aria-hidden className="leader" />
      <dd className={cx("money ml-auto text-right", INK[tone])}>{children}</dd>
    </div>
  );
}
