/** What of the balance is held for now: how much, why, until when, and the match that it came from. */
import { ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { kes } from "@/lib/format/money";
import { momentWithin } from "@/lib/format/time";
import type { Hold } from "@/types/transaction";

export function Holds({ holds }: { holds: Hold[] }) {
  return (
    <section aria-label="Held for now" className="mt-4 space-y-3">
      {holds.map((hold) => (
        <Notice
          key={`${hold.reason} ${hold.match_id ?? ""}`}
          title={titleOf(hold)}
          action={
            hold.match_id === null ? null : (
              <ButtonLink tone="plain" href={`/matches/${hold.match_id}`}>
                See match {hold.match_id}
              </ButtonLink>
            )
          }
        >
          {hold.why} {whatItMeans(hold)}
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
