/** Tiles with the usual amounts, and one more that opens a field for any other amount. */
import { useState, type ReactNode } from "react";
import { Choice } from "@/components/ui/Choice";
import { Input } from "@/components/ui/Input";

type Props = {
  legend: string;
  name: string;
  tiers: readonly number[];
  /** Tiles above this amount are disabled. */
  most?: number;
  typed: string;
  onType: (typed: string) => void;
  hint: ReactNode;
  error?: string | undefined;
};

const OTHER = "other";

export function AmountPicker({ legend, name, tiers, most = Infinity, typed, onType, hint, error }: Props) {
  const isTier = tiers.some((tier) => String(tier) === typed);
  const [other, setOther] = useState(!isTier);
  const [chosenNow, setChosenNow] = useState(false);
  const own = other || !isTier;
  const pick = (value: string) => {
    setOther(value === OTHER);
    setChosenNow(value === OTHER);
    // The tile's figure is not the amount that the player has in mind.
    onType(value === OTHER ? "" : value);
  };
  const options = tiers.map((tier) => ({
    value: String(tier),
    disabled: tier > most,
    label: <span className="money">{tier.toLocaleString("en-KE")}</span>,
  }));
  return (
    <div className="space-y-4">
      <Choice
        legend={legend}
        name={name}
        columns={3}
        options={[...options, { value: OTHER, label: "Other" }]}
        value={own ? OTHER : typed}
        onChange={pick}
      />
      {own ? (
        <Input
          label="Your amount"
          autoFocus={chosenNow}
          lead="KES"
          inputMode="numeric"
          autoComplete="off"
          className="money"
          value={typed}
          onChange={(event) => {
            setOther(true);
            onType(event.target.value);
          }}
          hint={hint}
          error={error}
        />
      ) : error ? (
        <p role="alert" className="text-sm font-semibold text-danger-text">
          {error}
        </p>
      ) : null}
    </div>
  );
}
