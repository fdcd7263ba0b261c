/** A date by the phone's own picker, with the chosen day written out below: "17 May 1999". */
import { useState, type ComponentProps } from "react";
import { Input } from "@/components/ui/Input";
import { writtenDate } from "@/lib/format/time";

/** The picker writes dates as the phone's language does, so 05/06 may be June or May. */
export function DateInput({ hint, onChange, ...rest }: ComponentProps<typeof Input>) {
  const [typed, setTyped] = useState("");
  const written = writtenDate(typeof rest.value === "string" ? rest.value : typed);
  return (
    <Input
      type="date"
      hint={written ? <strong className="text-text">{written}</strong> : hint}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange?.(event);
      }}
      {...rest}
    />
  );
}
