/** A message box with a title, a text and an action. */
import type { ReactNode } from "react";
import { cx } from "@/lib/utils";

type Tone = "wait" | "stake" | "win" | "danger";

const EDGE: Record<Tone, string> = {
  wait: "border-wait-text",
  stake: "border-stake",
  win: "border-win",
  danger: "border-danger",
};

type Props = { tone?: Tone; title?: string; children?: ReactNode; action?: ReactNode; alert?: boolean };

export function Notice({ tone = "wait", title, children, action, alert = false }: Props) {
  return (
    <div role={alert ? "alert" : undefined} className={cx("rounded-r-lg border-l-4 bg-raised px-4 py-3", EDGE[tone])}>
      {title ? <p className="font-bold">{title}</p> : null}
      {children ? <div className={cx("text-sm text-soft", title && "mt-1")}>{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
