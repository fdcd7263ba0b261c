/** Short messages at the top of the screen. The headless toaster injects no styles, so the CSP stays strict. */
import { toast as show, useToaster } from "react-hot-toast/headless";
import { TopLayer } from "@/components/ui/TopLayer";
import { cx } from "@/lib/utils";

export const toast = {
  say: (text: string) => show(text, { duration: 5_000 }),
  good: (text: string) => show.success(text, { duration: 5_000 }),
  bad: (text: string) => show.error(text, { duration: 7_000 }),
};

export function Toasts() {
  const { toasts, handlers } = useToaster();
  return (
    <TopLayer
      role="status"
      aria-live="polite"
      onMouseEnter={handlers.startPause}
      onMouseLeave={handlers.endPause}
      className="pointer-events-none inset-x-4 top-[calc(0.75rem+env(safe-area-inset-top))] mx-auto max-w-md space-y-2"
    >
      {toasts
        .filter((item) => item.visible)
        .map((item) => (
          <div
            key={item.id}
            className={cx(
              "animate-rise pointer-events-auto rounded-lg border-l-4 bg-lifted px-4 py-3 font-semibold text-text shadow-xl shadow-on-bright/40",
              item.type === "error" ? "border-danger" : item.type === "success" ? "border-win" : "border-stake",
            )}
          >
            {typeof item.message === "function" ? item.message(item) : item.message}
          </div>
        ))}
    </TopLayer>
  );
}
