/** Begin a time-out or a self-exclusion, after a second question that says what happens. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Select } from "@/components/ui/Input";
import { Modal } from "@/components/ui/Modal";
import { toast } from "@/components/ui/Toast";
import { useTakeBreak } from "@/hooks/profile/useProtection";
import { sentenceFor } from "@/lib/api/problem";
import { HOURS, MONTHS } from "@/lib/protection/copy";
import type { Exclusion } from "@/types/protection";

type Options = typeof HOURS | typeof MONTHS;

export function Breaks({ exclusion }: { exclusion: Exclusion | null }) {
  return (
    <section aria-labelledby="breaks" className="space-y-6">
      <h2 id="breaks" className="display text-lg">
        Take a break
      </h2>
      {exclusion ? <p className="text-sm text-soft">You can make your break longer.</p> : null}
      <OneBreak
        name="Time-out"
        says="A pause of up to six weeks."
        options={HOURS}
        take={(length) => ({ hours: length })}
      />
      <OneBreak
        name="Self-exclusion"
        says="For six months or longer."
        options={MONTHS}
        take={(length) => ({ months: length })}
      />
    </section>
  );
}

type Props = {
  name: string;
  says: string;
  options: Options;
  take: (length: number) => Parameters<ReturnType<typeof useTakeBreak>["mutate"]>[0];
};

function OneBreak({ name, says, options, take }: Props) {
  const begin = useTakeBreak();
  const [length, setLength] = useState("");
  const [asking, setAsking] = useState(false);
  const chosen = options.find(([value]) => value === length)?.[1];

  const start = () =>
    begin.mutate(take(Number(length)), {
      onSuccess: () => {
        setAsking(false);
        setLength("");
        toast.good("Your break has begun.");
      },
    });

  return (
    <div className="space-y-3">
      <Select
        label={name}
        hint={says}
        options={[["", "Choose how long"], ...options]}
        value={length}
        onChange={(event) => setLength(event.target.value)}
      />
      <Button
        tone="plain"
        wide
        disabled={!chosen}
        onClick={() => {
          begin.reset();
          setAsking(true);
        }}
      >
        Begin {name === "Time-out" ? "a time-out" : "self-exclusion"}
      </Button>
      <Modal open={asking} onClose={() => setAsking(false)} title={`${name}: ${chosen ?? ""}`}>
        <Consequences />
        {begin.error ? (
          <p role="alert" className="mb-3 text-sm font-semibold text-danger-text">
            {sentenceFor(begin.error)}
          </p>
        ) : null}
        <div className="space-y-3">
          <Button wide busy={begin.isPending} busyLabel="Beginning…" onClick={start}>
            Begin now
          </Button>
          <Button tone="quiet" wide onClick={() => setAsking(false)}>
            Not now
          </Button>
        </div>
      </Modal>
    </div>
  );
}

function Consequences() {
  return (
    <ul className="mb-4 list-disc space-y-2 pl-5 text-sm">
      <li>It begins at once, and nobody can end it earlier: not you, and not our staff.</li>
      <li>You cannot play or deposit until it is over, and nobody can challenge you.</li>
      <li>
        A search, a challenge, a match before both are ready and tournaments before check-in closes are cancelled. Their
        money is back in your wallet at once.
      </li>
      <li>A match that is on goes on to its end.</li>
      <li>You can withdraw your money at any time.</li>
    </ul>
  );
}
