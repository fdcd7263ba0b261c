/** Placeholders in the size of the content that is loading, so that the page does not jump. */
import { cx } from "@/lib/utils";

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx("animate-breathe rounded-lg bg-lifted", className)} />;
}

/** Placeholder rows for a list that is loading; `label` is announced once. */
export function SkeletonRows({ rows = 4, label }: { rows?: number; label: string }) {
  return (
    <div role="status" className="space-y-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-16" />
      ))}
    </div>
  );
}
