/** The logo: the mark, a W, and the name, which gives way where there is no room for it. */
import { cx } from "@/lib/utils";

export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden className={cx("text-stake", className)} fill="currentColor">
      <path d="M3 9h9.5l5 18.5L22 15h4l4.500 12.500L35.500 9H45l-9.500 31h-7L24 27.500 19.500 40h-7z" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="flex h-8 flex-wrap items-center gap-x-2 overflow-hidden">
      <Mark className="size-8" />
      <span className="display text-[min(1.25rem,7vw)] leading-8 tracking-tight whitespace-nowrap">WageWars</span>
    </span>
  );
}
