/** The field for a fresh code of the authenticator; each code allows one action. */
import { Input } from "@/components/ui/Input";

type Props = { value: string; onChange: (code: string) => void };

export function FactorField({ value, onChange }: Props) {
  return (
    <Input
      label="Code of your authenticator"
      hint="Each code works once: wait for a new one if you have just used it."
      inputMode="numeric"
      autoComplete="one-time-code"
      className="figures max-w-40"
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, "").slice(0, 6))}
    />
  );
}
