/** A spinner; give it a label when no text beside it says what is loading. */
import { cx } from "@/lib/utils";

export function LoadingSpinner({ small = false, label }: { small?: boolean; label?: string }) {
  return (
    <span role={label ? "status" : undefined} className="inline-flex items-center gap-3">
      <span
        aria-hidden
        className={cx(
          "animate-turn inline-block rounded-full border-current border-r-transparent",
          small ? "size-5 border-2" : "size-8 border-[3px]",
        )}
      />
      {label ? <span>{label}</span> : null}
    </span>
  );
}
