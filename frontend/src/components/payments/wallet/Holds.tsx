/** What of the balance is held for now: how much, why, until when, and the match that it came from. */
import Link from "next/link";
import { Notice } from "@/components/ui/Notice";
import { kes } from "@/lib/format/money";
import { momentWithin } from "@/lib/format/time";
import type { Hold } from "@/types/transaction";

export function Holds({ holds }: { holds: Hold[] }) {
  return (
    <section aria-label="Held for now" className="mt-4 space-y-3">
      {holds.map((hold) => (
        <Notice key={`${hold.reason} ${hold.match_id ?? ""}`} title={titleOf(hold)}>
          <p>
            {hold.why} {whatItMeans(hold)}
          </p>
          {hold.match_id === null ? null : (
            <Link
              href={`/matches/${hold.match_id}`}
              className="inline-flex min-h-11 items-center font-semibold underline underline-offset-4"
            >
              See match {hold.match_id}
            </Link>
          )}
        </Notice>
      ))}
    </section>
  );
}

function titleOf({ amount, until }: Hold): string {
  const what = amount === null ? "Withdrawals wait" : `${kes(amount)} held`;
  return until === null ? `${what} until we have decided` : `${what} until ${momentWithin(until)}`;
}

/** What a match gave stays whole; the other holds stop withdrawals only. */
const whatItMeans = ({ amount }: Hold): string =>
  amount === null ? "All of it stays yours." : "You can neither withdraw nor stake it until then.";
