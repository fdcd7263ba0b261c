/** Limits on deposits, stakes, losses and time. The player types every amount: none is suggested. */
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Modal } from "@/components/ui/Modal";
import { useLimits } from "@/hooks/profile/useProtection";
import { sentenceFor } from "@/lib/api/problem";
import { fullMoment, KIND, measure, PERIOD } from "@/lib/protection/copy";
import { serverNow } from "@/lib/format/clock";
import { readShillings } from "@/lib/format/money";
import type { Limit } from "@/types/protection";

const KINDS = ["deposit", "stake", "loss", "time"] as const;

export function Limits({ limits }: { limits: Limit[] }) {
  const [edited, setEdited] = useState<Limit | null>(null);
  return (
    <section aria-labelledby="limits" className="space-y-6">
      <div>
        <h2 id="limits" className="display mb-2 text-lg">
          Your limits
        </h2>
        <p className="text-sm text-soft">
          A lower limit holds at once. A higher one, or none, waits three days, and then you confirm it here.
        </p>
      </div>
      {KINDS.map((kind) => (
        <div key={kind}>
          <h3 className="font-bold">{KIND[kind].title}</h3>
          <p className="mb-2 text-sm text-muted">{KIND[kind].says}</p>
          <ul className="divide-y divide-line border-y border-line">
            {limits
              .filter((limit) => limit.kind === kind)
              .map((limit) => (
                <Row key={limit.hours} limit={limit} onEdit={() => setEdited(limit)} />
              ))}
          </ul>
        </div>
      ))}
      {edited ? <LimitSheet limit={edited} onClose={() => setEdited(null)} /> : null}
    </section>
  );
}

function Row({ limit, onEdit }: { limit: Limit; onEdit: () => void }) {
  const { confirm } = useLimits();
  const { amount, used, waiting, hours, kind } = limit;
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <div className="min-w-0">
          <p className="text-sm text-muted">Within {PERIOD[hours]}</p>
          <p className="figures font-bold">{amount === null ? "No limit" : measure(kind, amount)}</p>
          {amount !== null && used !== null ? <p className="text-sm text-soft">{measure(kind, used)} used</p> : null}
        </div>
        <Button tone="plain" onClick={onEdit} aria-label={`Change ${KIND[kind].title.toLowerCase()}, ${PERIOD[hours]}`}>
          Change
        </Button>
      </div>
      {waiting ? (
        <div className="mt-2 space-y-2 text-sm">
          {new Date(waiting.effective_at).getTime() > serverNow() ? (
            <p>
              {asked(kind, waiting.amount)} You can confirm it from {fullMoment(waiting.effective_at)} on.
            </p>
          ) : (
            <>
              <p>{asked(kind, waiting.amount)} It holds only if you confirm it.</p>
              <Button
                tone="plain"
                busy={confirm.isPending}
                busyLabel="Confirming…"
                onClick={() => confirm.mutate(waiting.id)}
              >
                Confirm
              </Button>
            </>
          )}
          {confirm.error ? (
            <p role="alert" className="font-semibold text-danger-text">
              {sentenceFor(confirm.error)}
            </p>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

const asked = (kind: Limit["kind"], amount: string | null) =>
  amount === null ? "You asked for no limit." : `You asked for ${measure(kind, amount)}.`;

function LimitSheet({ limit, onClose }: { limit: Limit; onClose: () => void }) {
  const { change } = useLimits();
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const { kind, hours } = limit;
  const send = (amount: number | null) => change.mutate({ kind, hours, amount }, { onSuccess: onClose });

  const save = (event: FormEvent) => {
    event.preventDefault();
    const amount = readShillings(typed);
    setWrong(!amount);
    if (amount) send(amount);
  };

  const error = wrong
    ? kind === "time"
      ? "Type whole minutes, above 0."
      : "Type whole shillings, above 0."
    : change.error
      ? sentenceFor(change.error)
      : undefined;
  return (
    <Modal open onClose={onClose} title={`${KIND[kind].title} within ${PERIOD[hours]}`}>
      <form method="post" onSubmit={save} className="space-y-4">
        <Input
          label={`The most you want to ${KIND[kind].verb}`}
          lead={kind === "time" ? "min" : "KES"}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={error}
        />
        <Button type="submit" wide busy={change.isPending} busyLabel="Saving…">
          Save
        </Button>
        {limit.amount === null ? null : (
          <Button tone="quiet" wide disabled={change.isPending} onClick={() => send(null)}>
            Ask for no limit
          </Button>
        )}
      </form>
    </Modal>
  );
}
