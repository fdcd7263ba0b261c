/** The numbered steps of a process, up to the current one. */
import { cx } from "@/lib/utils";

export function Steps({ names, at }: { names: readonly string[]; at: number }) {
  return (
    <ol className="grid auto-cols-fr grid-flow-col gap-2">
      {names.map((name, step) => (
        <li
          key={name}
          aria-current={step === at ? "step" : undefined}
          className={cx(
            "border-t-4 pt-2 text-[min(0.9375rem,4.2vw)] leading-snug font-semibold",
            step <= at ? "border-stake text-text" : "border-line text-muted",
          )}
        >
          {step + 1}. {name}
        </li>
      ))}
    </ol>
  );
}
