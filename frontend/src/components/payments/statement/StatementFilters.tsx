/** Filters of the statement by kind and days, the language of its descriptions, and the download. */
import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { DateInput } from "@/components/ui/DateInput";
import { Select } from "@/components/ui/Input";
import { Pills } from "@/components/ui/Pills";
import { KIND_NAME, PERIOD_NAME, PERIODS, type Filters, type KindFilter, type Period } from "@/lib/format/statement";
import { nairobiDay } from "@/lib/format/time";
import type { Language } from "@/types/transaction";

const LANGUAGES = [
  ["en", "English"],
  ["sw", "Kiswahili"],
] as const;
const KINDS = Object.keys(KIND_NAME) as KindFilter[];

type LanguageProps = { lang: Language; onLang: (lang: Language) => void };

export function LanguageSwitch({ lang, onLang }: LanguageProps) {
  return (
    <Pills
      joined
      legend="Language of the sentences"
      name="language"
      options={LANGUAGES}
      value={lang}
      onChange={onLang}
    />
  );
}

type Props = { filters: Filters; onChange: (filters: Filters) => void; lang: Language; onDownload: () => void };

export function StatementFilters({ filters, onChange, lang, onDownload }: Props) {
  const [today] = useState(() => nairobiDay(Date.now()));
  return (
    <div className="space-y-3">
      <Pills
        legend="Kind of transaction"
        name="kind"
        options={KINDS.map((kind) => [kind, KIND_NAME[kind][lang]] as const)}
        value={filters.kind}
        onChange={(kind) => onChange({ ...filters, kind })}
      />
      <div className="flex flex-wrap gap-3">
        <div className="min-w-0 flex-1 basis-32">
          <Select
            label="Period"
            hideLabel
            options={PERIODS.map((period) => [period, PERIOD_NAME[period][lang]] as const)}
            value={filters.period}
            onChange={(event) => onChange({ ...filters, period: event.target.value as Period })}
          />
        </div>
        <Button tone="plain" icon={<Download aria-hidden className="size-5" />} onClick={onDownload}>
          Download
        </Button>
      </div>
      {filters.period === "days" ? (
        <div className="pair gap-3">
          <DateInput
            label="From"
            max={today}
            value={filters.from}
            onChange={(event) => onChange({ ...filters, from: event.target.value })}
          />
          <DateInput
            label="To"
            max={today}
            value={filters.to}
            onChange={(event) => onChange({ ...filters, to: event.target.value })}
          />
        </div>
      ) : null}
    </div>
  );
}
