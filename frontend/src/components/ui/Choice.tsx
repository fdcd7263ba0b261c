/** Radio buttons that look like tiles. */
import type { ReactNode } from "react";
import { cx } from "@/lib/utils";

type Option = { value: string; label: ReactNode; disabled?: boolean };
type Props = {
  legend: string;
  name: string;
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  columns?: 2 | 3;
  hideLegend?: boolean;
};

const GRID = { 2: "pair", 3: "trio" };

export function Choice({ legend, name, options, value, onChange, columns = 3, hideLegend = false }: Props) {
  return (
    <fieldset>
      <legend className={cx(hideLegend ? "sr-only" : "mb-2 text-sm font-semibold")}>{legend}</legend>
      <div className={cx("gap-2", GRID[columns])}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "cut relative flex min-h-14 items-center justify-center border-2 px-2 text-center font-bold transition-colors",
              "has-focus-visible:outline-3 has-focus-visible:outline-offset-3 has-focus-visible:outline-stake-text",
              value === option.value
                ? "border-stake bg-stake text-on-bright"
                : "border-edge bg-raised text-text hover:border-text",
              option.disabled && "opacity-50",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
