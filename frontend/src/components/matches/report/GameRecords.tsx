/** The lookup of a match in Call of Duty's own records: its state, its deadline, and its result. */
import Link from "next/link";
import { SearchCheck } from "lucide-react";
import { useLookup } from "@/hooks/matches/useLookup";
import { namePage } from "@/lib/copy/namePage";
import { lookupCopy } from "@/lib/copy/matchCopy";
import type { Match } from "@/types/match";

export function GameRecords({ match }: { match: Match }) {
  const { data: lookup } = useLookup(match.id);
  if (!lookup) return null; // optional information: no skeleton
  return (
    <section aria-label="Call of Duty’s records" className="flex gap-3 rounded-lg border border-line bg-raised p-4">
      <SearchCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-wait-text" />
      <div className="min-w-0 text-sm text-soft" data-testid="records" data-state={lookup.state}>
        <p>{lookupCopy(match, lookup)}</p>
        {lookup.state === "no_names" ? (
          <Link
            href={namePage(match.platform, "/matches/active")}
            className="-mb-3 inline-block py-3 font-semibold text-text underline decoration-edge decoration-2 underline-offset-4"
          >
            Add your game name for the next match
          </Link>
        ) : null}
      </div>
    </section>
  );
}
