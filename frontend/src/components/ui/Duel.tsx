/** Two sides with a slanted border between them. */
import type { ReactNode } from "react";
import { Mark } from "@/components/ui/Logo";

export function Duel({ left, right }: { left: ReactNode; right: ReactNode }) {
  return (
    <div className="slant relative grid min-h-32 grid-cols-2">
      <div className="flex min-w-0 flex-col py-5 pr-[min(2.25rem,9vw)] pl-[min(1.25rem,5vw)]">{left}</div>
      <div className="flex min-w-0 flex-col items-end py-5 pr-[min(1.25rem,5vw)] pl-[min(2.25rem,9vw)] text-right">
        {right}
      </div>
      <span
        aria-hidden
        className="absolute top-1/2 left-1/2 grid size-[min(3rem,14vw)] -translate-1/2 place-items-center rounded-full border-2 border-stake bg-surface"
      >
        <Mark className="size-1/2" />
      </span>
    </div>
  );
}
