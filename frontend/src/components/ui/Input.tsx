/** Labelled inputs and selects; an error replaces the hint below and is announced. */
import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes } from "react";
import { cx } from "@/lib/utils";

type Labelled = { label: string; hideLabel?: boolean; hint?: ReactNode; error?: string | undefined };

const BOX =
  "w-full rounded-lg border-2 bg-lifted px-4 text-base text-text placeholder:text-muted min-h-13 transition-colors";
const edge = (error: string | undefined) => (error ? "border-danger" : "border-edge focus:border-stake-text");

function Field({
  id,
  label,
  hideLabel = false,
  hint,
  error,
  children,
}: Labelled & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "mb-1.5 block text-sm font-semibold"}>
        {label}
      </label>
      {children}
      {error || hint ? (
        <p
          id={`${id}-note`}
          className={cx("mt-1.5 text-sm", error ? "font-semibold text-danger-text" : "text-muted")}
          role={error ? "alert" : undefined}
        >
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

type InputProps = Labelled & { lead?: ReactNode; ref?: Ref<HTMLInputElement> } & InputHTMLAttributes<HTMLInputElement>;

export function Input({ label, hint, error, lead, className, type, ...rest }: InputProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const secret = type === "password";
  return (
    <Field id={id} label={label} hint={hint} {...(error ? { error } : {})}>
      <div className="relative">
        {lead ? (
          <span className="pointer-events-none absolute inset-y-0 left-4 flex items-center font-semibold text-muted">
            {lead}
          </span>
        ) : null}
        <input
          id={id}
          type={secret && shown ? "text" : type}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-note` : undefined}
          className={cx(BOX, edge(error), lead && "pl-14", secret && "pr-20", className)}
          {...rest}
        />
        {secret ? (
          <button
            type="button"
            className="absolute inset-y-0 right-1 min-w-16 rounded-lg text-sm font-semibold text-soft"
            aria-pressed={shown}
            aria-label={shown ? "Hide password" : "Show password"}
            onClick={() => setShown(!shown)}
          >
            {shown ? "Hide" : "Show"}
          </button>
        ) : null}
      </div>
    </Field>
  );
}

type SelectProps = Labelled & {
  options: readonly (readonly [value: string, name: string])[];
} & SelectHTMLAttributes<HTMLSelectElement>;

export function Select({ label, hideLabel = false, hint, error, options, className, ...rest }: SelectProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hideLabel={hideLabel} hint={hint} {...(error ? { error } : {})}>
      <select id={id} className={cx(BOX, edge(error), className)} {...rest}>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
