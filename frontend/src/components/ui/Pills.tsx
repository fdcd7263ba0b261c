/** Radio buttons in a row that scrolls sideways. */
import { cx } from "@/lib/utils";

type Props<Value extends string> = {
  legend: string;
  name: string;
  options: readonly (readonly [value: Value, name: string])[];
  value: Value;
  onChange: (value: Value) => void;
  /** All in one frame, like a switch. */
  joined?: boolean;
};

export function Pills<Value extends string>({ legend, name, options, value, onChange, joined = false }: Props<Value>) {
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{legend}</legend>
      <div
        className={cx(
          "flex",
          joined
            ? "flex-wrap rounded-lg border-2 border-edge bg-lifted p-0.5"
            : "sideways -mx-4 gap-2 overflow-x-auto px-4 py-1.5",
        )}
      >
        {options.map(([option, label]) => (
          <label
            key={option}
            className={cx(
              "relative flex min-h-11 items-center justify-center text-sm font-bold transition-colors",
              "has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-stake-text",
              joined ? "shrink-0 grow rounded-md px-2.5 text-center" : "cut shrink-0 border-2 px-4 whitespace-nowrap",
              option === value
                ? "border-text bg-text text-surface"
                : cx("border-edge text-soft hover:border-text hover:text-text", !joined && "bg-raised"),
            )}
          >
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
