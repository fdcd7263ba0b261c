/** The field for the six digits of an SMS; takes "936 023" as it is pasted, and what the browser reads from the SMS. */
import type { ComponentProps } from "react";
import { Input } from "@/components/ui/Input";
import { cx } from "@/lib/utils";
import { awaitCode } from "@/lib/device/webOtp";

const LENGTH = 6;

type Props = Omit<ComponentProps<typeof Input>, "label">;

export function CodeField({ onChange, className, ...rest }: Props) {
  return (
    <div ref={fillFromSms}>
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
    </div>
  );
}

/** Types the code in, and sends nothing: only the player confirms what it does. */
const fillFromSms = (box: HTMLDivElement) => awaitCode((digits) => typeInto(box.querySelector("input"), digits));

/** As if the player had typed it, so that forms notice whichever way they keep their values. */
function typeInto(field: HTMLInputElement | null, digits: string) {
  if (!field || field.value !== "") return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, digits);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
