/** The player's name and document: what is proved, what that allows, and the next step. */
import { useState, type FormEvent } from "react";
import { Loaded } from "@/components/Loaded";
import { Button } from "@/components/ui/Button";
import { Input, Select } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useDocumentCheck, useIdentity, useLegalName } from "@/hooks/profile/useIdentity";
import { sentenceFor } from "@/lib/api/problem";
import { kes } from "@/lib/format/money";
import { DOCUMENTS, MPESA_SAYS, reasonText } from "@/lib/protection/identity";
import type { DocumentKind, PlayerIdentity } from "@/types/protection";

export function WhoYouAre() {
  return (
    <Loaded
      query={useIdentity()}
      skeleton={<SkeletonRows label="Loading who you are" rows={4} />}
      failed="This did not load"
    >
      {(identity) => (
        <div className="space-y-10">
          <Allowed identity={identity} />
          <Name identity={identity} />
          <Document identity={identity} />
        </div>
      )}
    </Loaded>
  );
}

function Allowed({ identity: { step, deposits, payouts } }: { identity: PlayerIdentity }) {
  if (!deposits && !payouts)
    return <Notice title={step === 2 ? "Your document is checked" : "Nothing more is needed now"} />;
  return (
    <Notice title="Until more is checked">
      {deposits ? `You can deposit ${kes(deposits.left)} more, of ${kes(deposits.most)} in total. ` : ""}
      {payouts ? `You can withdraw ${kes(payouts.left)} more, of ${kes(payouts.most)} in total.` : ""}
    </Notice>
  );
}

function Name({ identity: { name, step, mpesa } }: { identity: PlayerIdentity }) {
  const save = useLegalName();
  const [typed, setTyped] = useState(name ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(typed);
  };
  return (
    <section aria-labelledby="name" className="space-y-3">
      <h2 id="name" className="display text-lg">
        Your name
      </h2>
      <p className="text-sm text-soft">
        M-Pesa names the owner of your number when it pays. If the names are the same, yours is checked. Other players
        do not see it.
      </p>
      {name && mpesa ? <p className="text-sm font-semibold">{MPESA_SAYS[mpesa]}</p> : null}
      <form method="post" onSubmit={submit} className="space-y-3">
        <Input
          label="First and last name, as on your ID"
          autoComplete="name"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={save.error ? sentenceFor(save.error) : undefined}
          {...(step > 0 && { hint: "A changed name has to be checked again." })}
        />
        <Button type="submit" tone="plain" wide busy={save.isPending} busyLabel="Saving…">
          Save name
        </Button>
      </form>
    </section>
  );
}

function Document({ identity: { step, name, check } }: { identity: PlayerIdentity }) {
  const waits = check && ["requested", "starting", "open", "review"].includes(check.state);
  return (
    <section aria-labelledby="document" className="space-y-3">
      <h2 id="document" className="display text-lg">
        Your document
      </h2>
      {step === 2 ? <p>Your document is checked.</p> : null}
      {waits ? <Waiting check={check} /> : null}
      {!waits && step < 2 ? (
        <>
          {check && check.state !== "approved" ? <p role="status">{reasonText(check.reason)}</p> : null}
          {name ? <DocumentForm /> : <p className="text-sm text-soft">Save your name first.</p>}
        </>
      ) : null}
    </section>
  );
}

function Waiting({ check: { state, link } }: { check: NonNullable<PlayerIdentity["check"]> }) {
  if (state === "review") return <p role="status">Our staff looks at your document.</p>;
  if (!link) return <p role="status">We are asking our partner for the check.</p>;
  return (
    <>
      <p role="status">Take a picture of your document and of yourself on our partner’s page, then come back here.</p>
      <a
        href={link}
        target="_blank"
        rel="noreferrer"
        className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
      >
        Take the pictures
      </a>
    </>
  );
}

function DocumentForm() {
  const request = useDocumentCheck();
  const [kind, setKind] = useState<DocumentKind>("national_id");
  const [number, setNumber] = useState("");
  const [agreed, setAgreed] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    request.mutate({ kind, number });
  };
  return (
    <form method="post" onSubmit={submit} className="space-y-3">
      <Select
        label="Document"
        options={DOCUMENTS}
        value={kind}
        onChange={(event) => setKind(DOCUMENTS.find(([one]) => one === event.target.value)?.[0] ?? "national_id")}
      />
      <Input
        label="Its number"
        autoComplete="off"
        maxLength={20}
        value={number}
        onChange={(event) => setNumber(event.target.value)}
        error={request.error ? sentenceFor(request.error) : undefined}
      />
      <label className="flex min-h-12 items-center gap-3 text-sm">
        <input
          type="checkbox"
          className="size-5"
          checked={agreed}
          onChange={(event) => setAgreed(event.target.checked)}
        />
        <span>
          I agree that our partner compares my name, birth date and document with its records and with pictures of me.
          We keep no picture, and of the number only a fingerprint.
        </span>
      </label>
      <Button type="submit" wide disabled={!agreed || !number} busy={request.isPending} busyLabel="Asking…">
        Check my document
      </Button>
    </form>
  );
}
