/** A new M-Pesa number in two steps: the password and the number, then the code that was sent to it. */
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/Button";
import { CodeField } from "@/components/ui/CodeField";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useChangePhone, useConfirmPhone } from "@/hooks/profile/useSecurity";
import { errorsAt } from "@/lib/fieldErrors";
import { sentenceFor } from "@/lib/api/problem";
import { localPhone } from "@/lib/format/phone";

export function ChangePhone({ phone }: { phone: string }) {
  const [waiting, setWaiting] = useState<string | null>(null);
  return (
    <section aria-label="Phone">
      <h2 className="display mb-3 text-lg">M-Pesa phone</h2>
      <p className="mb-4 text-sm text-soft">
        Yours is <strong className="figures whitespace-nowrap">{localPhone(phone)}</strong>. After a change you cannot
        withdraw for three days, and we tell the old number.
      </p>
      {waiting === null ? (
        <RequestCode onSent={setWaiting} />
      ) : (
        <TypeCode phone={waiting} onDone={() => setWaiting(null)} />
      )}
    </section>
  );
}

function RequestCode({ onSent }: { onSent: (phone: string) => void }) {
  const change = useChangePhone();
  const [phone, setPhone] = useState("");
  const [password, setPassword] = useState("");
  const { at, rest } = errorsAt(change.error, ["phone", "password"], { password_wrong: "password" });
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ phone, password }, { onSuccess: () => onSent(phone) });
  };
  return (
    <form method="post" onSubmit={send} className="space-y-4">
      <Input
        label="New number"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        placeholder="0712 345 678"
        maxLength={25}
        required
        value={phone}
        onChange={(event) => setPhone(event.target.value)}
        error={at.phone ?? rest}
      />
      <Input
        label="Your password"
        type="password"
        autoComplete="current-password"
        maxLength={128}
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={at.password}
      />
      <Button type="submit" tone="plain" busy={change.isPending} busyLabel="Sending…">
        Send a code to the new number
      </Button>
    </form>
  );
}

function TypeCode({ phone, onDone }: { phone: string; onDone: () => void }) {
  const confirm = useConfirmPhone();
  const [code, setCode] = useState("");
  const check = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code, {
      onSuccess: () => {
        toast.good("Your number is changed. Log in and get paid with it from now on.");
        onDone();
      },
    });
  };
  return (
    <form onSubmit={check} className="space-y-4">
      <Notice tone="wait">We sent a 6-digit code by SMS to {phone}. Until you type it, your old number stays.</Notice>
      <CodeField
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={confirm.error ? sentenceFor(confirm.error) : undefined}
      />
      <Button type="submit" busy={confirm.isPending} busyLabel="Checking…">
        Confirm the new number
      </Button>
      <Button type="button" tone="quiet" onClick={onDone}>
        Keep my old number
      </Button>
    </form>
  );
}
