/** A labelled text area that shows how many characters are left. */
import { useId } from "react";

type Props = { label: string; hint?: string; value: string; most: number; onChange: (value: string) => void };

export function TextArea({ label, hint, value, most, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={most}
        value={value}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
        className="w-full rounded-lg border-2 border-edge bg-lifted px-4 py-3 text-base focus:border-stake-text"
      />
      <p id={`${id}-note`} className="mt-1 flex flex-wrap justify-between gap-x-3 text-sm text-muted">
        <span>{hint}</span>
        <span className="figures shrink-0">{most - value.length}</span>
      </p>
    </div>
  );
}
