/** A tile of the board: a heading, one large figure, and what belongs to it. */
import type { ReactNode } from "react";
import { cx } from "@/lib/utils";

export type Mood = "calm" | "look" | "act";

const EDGE: Record<Mood, string> = { calm: "border-line", look: "border-stake", act: "border-danger" };

type Props = { name: string; figure: ReactNode; mood?: Mood; children?: ReactNode };

export function Tile({ name, figure, mood = "calm", children }: Props) {
  return (
    <section aria-label={name} className={cx("rounded-lg border-2 bg-raised p-4", EDGE[mood])}>
      <h2 className="text-sm font-semibold text-muted">{name}</h2>
      <p className="figures display mt-1 text-2xl wrap-anywhere">{figure}</p>
      {children ? <div className="mt-2 space-y-1 text-sm text-soft">{children}</div> : null}
    </section>
  );
}

/** A line of a tile: what, and how much. */
export function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <p className="flex flex-wrap justify-between gap-x-3">
      <span className="min-w-0 wrap-anywhere">{name}</span>
      <span className="figures font-semibold text-text">{children}</span>
    </p>
  );
}
