/** The field for the six digits of an SMS; takes "936 023" as it is pasted. */
import type { ComponentProps } from "react";
import { Input } from "@/components/ui/Input";
import { cx } from "@/lib/utils";

const LENGTH = 6;

type Props = Omit<ComponentProps<typeof Input>, "label">;

export function CodeField({ onChange, className, ...rest }: Props) {
  return (
    <Input
      label="Code from the SMS"
      inputMode="numeric"
      autoComplete="one-time-code"
      className={cx("figures text-center text-xl tracking-[0.3em]", className)}
      onChange={(event) => {
        // No maxLength: it would cut the blank's worth of digits off before they are cleaned.
        event.target.value = event.target.value.replace(/\D/g, "").slice(0, LENGTH);
        onChange?.(event);
      }}
      {...rest}
    />
  );
}
