/** A value to type elsewhere, large enough to read off, and a button that copies it. */
import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/Button";
import { toast } from "@/components/ui/Toast";
import { cx } from "@/lib/utils";

const COPIED_MS = 2_500;

type Props = { label: string; value: string; wide?: boolean; "data-testid"?: string };

export function CopyField({ label, value, wide = false, ...rest }: Props) {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), COPIED_MS);
    } catch {
      toast.say(`Copying is blocked here. It is ${value}.`);
    }
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-lg border-2 border-dashed border-edge py-2.5 pr-2.5 pl-4">
      <div className="min-w-0 flex-1 basis-32">
        <p className="text-xs font-semibold text-muted">{label}</p>
        <p
          className={cx(
            "money break-all whitespace-normal select-all",
            value.length > 24 ? "text-sm" : "text-lg",
            wide && "tracking-[0.1em]",
          )}
          {...rest}
        >
          {value}
        </p>
      </div>
      <Button
        tone="plain"
        aria-label={`Copy ${label}`}
        icon={copied ? <Check aria-hidden className="size-5" /> : <Copy aria-hidden className="size-5" />}
        onClick={() => void copy()}
      >
        <span aria-hidden>{copied ? "Copied" : "Copy"}</span>
        <span role="status" className="sr-only">
          {copied ? `${label} copied` : ""}
        </span>
      </Button>
    </div>
  );
}
