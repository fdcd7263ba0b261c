/** Two sides with a slanted border between them. */
import type { ReactNode } from "react";
import { Mark } from "@/components/ui/Logo";

export function Duel({ left, right }: { left: ReactNode; right: ReactNode }) {
  return (
    <div className="slant relative grid min-h-32 grid-cols-2">
      <div className="flex min-w-0 flex-col py-5 pr-9 pl-5">{left}</div>
      <div className="flex min-w-0 flex-col items-end py-5 pr-5 pl-9 text-right">{right}</div>
      <span
        aria-hidden
        className="absolute top-1/2 left-1/2 grid size-12 -translate-1/2 place-items-center rounded-full border-2 border-stake bg-surface"
      >
        <Mark className="size-6" />
      </span>
    </div>
  );
}
