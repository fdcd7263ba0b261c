/** The steps of a process: those that are done, the current one (spinning, or failed), and those to come. */
import { Check, X } from "lucide-react";
import { LoadingSpinner } from "@/components/ui/LoadingSpinner";
import { cx } from "@/lib/utils";

type Props = { steps: readonly string[]; at: number; ended?: "well" | "badly" | null };

export function ProgressSteps({ steps, at, ended = null }: Props) {
  return (
    <ol className="grid auto-cols-fr grid-flow-col label-fit gap-2 text-center font-semibold">
      {steps.map((name, step) => {
        const passed = step < at || ended === "well";
        const here = step === at && ended !== "well";
        return (
          <li
            key={name}
            aria-current={here ? "step" : undefined}
            className={cx(passed || here ? "text-text" : "text-muted")}
          >
            <span
              aria-hidden
              className={cx(
                "mx-auto mb-1.5 grid size-[min(2.75rem,14vw)] place-items-center rounded-full border-2",
                passed && "border-win bg-win text-on-bright",
                here && (ended === "badly" ? "border-danger text-danger-text" : "border-stake text-stake-text"),
                !passed && !here && "border-line",
              )}
            >
              {passed ? (
                <Check className="size-5" strokeWidth={3} />
              ) : here && ended === "badly" ? (
                <X className="size-5" strokeWidth={3} />
              ) : here ? (
                <LoadingSpinner small />
              ) : (
                step + 1
              )}
            </span>
            {name}
          </li>
        );
      })}
    </ol>
  );
}
