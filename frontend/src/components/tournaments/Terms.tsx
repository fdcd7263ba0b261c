/** What a tournament costs, what each place is worth, and its rules in plain sentences. */
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { isFree, placeName, prizePlace, paidPrizeText, rulesOf } from "@/lib/copy/tournaments/terms";
import { hasBracket, isOver } from "@/lib/tournaments/status";
import { kes } from "@/lib/format/money";
import type { TournamentDetail } from "@/types/tournament";

export function Terms({ tournament }: { tournament: TournamentDetail }) {
  return (
    <div className="space-y-8">
      {tournament.description ? (
        <p className="whitespace-pre-line text-soft">
          <bdi>{tournament.description}</bdi>
        </p>
      ) : null}
      <Entry tournament={tournament} />
      <Prizes tournament={tournament} />
      <section aria-labelledby="rules">
        <h2 id="rules" className="display mb-3 text-lg">
          Rules
        </h2>
        <dl className="space-y-4">
          {rulesOf(tournament).map(([title, text]) => (
            <div key={title} className="border-l-4 border-stake pl-4">
              <dt className="font-bold">{title}</dt>
              <dd className="text-soft">{text}</dd>
            </div>
          ))}
        </dl>
        <Lot tournament={tournament} />
      </section>
    </div>
  );
}

function Entry({ tournament }: { tournament: TournamentDetail }) {
  if (isFree(tournament)) return null;
  return (
    <section aria-labelledby="entry" className="cut-lg border border-line bg-raised p-5">
      <h2 id="entry" className="display mb-3 text-lg">
        What an entry costs
      </h2>
      <Receipt>
        <ReceiptRow label="To the prizes" tone="win">
          {kes(tournament.prize_part)}
        </ReceiptRow>
        <ReceiptRow label="To the house">{kes(tournament.house_part)}</ReceiptRow>
        <ReceiptRow label="Entry" tone="stake" strong>
          {kes(tournament.entry_fee)}
        </ReceiptRow>
      </Receipt>
    </section>
  );
}

function Prizes({ tournament }: { tournament: TournamentDetail }) {
  const { prize_table: table, prizes, pool, guarantee, status } = tournament;
  if (prizes.length > 0) return <Paid tournament={tournament} />;
  if (Number(pool) === 0 || status === "cancelled") return null;
  return (
    <section aria-labelledby="prizes" className="cut-lg border border-line bg-raised p-5">
      <h2 id="prizes" className="display text-lg">
        Prizes
      </h2>
      <p className="mb-3 text-sm text-muted">
        {isOver(status)
          ? "As they were split"
          : hasBracket(status)
            ? "With all who play"
            : "With those who have a seat now"}
        {Number(guarantee) > 0 ? `; at least ${kes(guarantee)} in all are guaranteed` : ""}.
      </p>
      <Receipt>
        {table.map(({ place, percent, amount }) => (
          <ReceiptRow key={place} label={`${placeName(place)} place, ${percent}%`} tone={place === 1 ? "win" : "text"}>
            {kes(amount)}
          </ReceiptRow>
        ))}
        <ReceiptRow label="In all" strong>
          {kes(pool)}
        </ReceiptRow>
      </Receipt>
    </section>
  );
}

function Paid({ tournament: { prizes } }: { tournament: TournamentDetail }) {
  return (
    <section aria-labelledby="prizes" className="cut-lg border border-line bg-raised p-5">
      <h2 id="prizes" className="display mb-3 text-lg">
        {prizes.some(({ to_come: more, is_taken_back: taken }) => taken || Number(more) > 0)
          ? "Prizes as they stand"
          : "Prizes that were paid"}
      </h2>
      <Receipt>
        {prizes.map((prize) => (
          <ReceiptRow
            key={prize.username}
            tone={prize.place_first === 1 ? "win" : "text"}
            label={
              <>
                {prizePlace(prize)}: <bdi className="font-semibold text-text">{prize.username}</bdi>
              </>
            }
          >
            {paidPrizeText(prize)}
          </ReceiptRow>
        ))}
      </Receipt>
    </section>
  );
}

function Lot({ tournament: { lot_commitment: commitment, lot_secret: secret } }: { tournament: TournamentDetail }) {
  if (commitment === null) return null;
  return (
    <details className="mt-4">
      <summary className="flex min-h-12 items-center text-sm font-semibold underline underline-offset-4">
        Verify the draw
      </summary>
      <dl className="space-y-2 text-xs text-muted">
        <div>
          <dt>SHA-256 of the secret, published before check-in closed</dt>
          <dd className="font-mono break-all text-soft">{commitment}</dd>
        </div>
        <div>
          <dt>The secret</dt>
          <dd className="font-mono break-all text-soft">{secret ?? "Shown once the lot is drawn."}</dd>
        </div>
      </dl>
    </details>
  );
}
