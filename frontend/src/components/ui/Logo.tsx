/** The logo: the mark, a W, and the name. */
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
    <span className="inline-flex items-center gap-2">
      <Mark className="size-8" />
      <span className="display text-lg tracking-tight">WageWars</span>
    </span>
  );
}
