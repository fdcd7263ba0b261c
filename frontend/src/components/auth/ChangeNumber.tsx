/** Corrects the number of a new account before it is confirmed, and sends the code there. */
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useChangePhone } from "@/hooks/profile/useSecurity";
import { sentenceFor } from "@/lib/api/problem";

export function ChangeNumber() {
  const change = useChangePhone();
  const [open, setOpen] = useState(false);
  const [phone, setPhone] = useState("");
  if (!open) {
    return (
      <Button tone="quiet" wide onClick={() => setOpen(true)}>
        Wrong number? Change it
      </Button>
    );
  }
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { phone },
      {
        onSuccess: () => {
          setOpen(false);
          toast.good("A code is on its way to this number.");
        },
      },
    );
  };
  return (
    <form method="post" onSubmit={save} className="space-y-4">
      <Input
        label="Your M-Pesa number"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        placeholder="0712 345 678"
        maxLength={25}
        required
        value={phone}
        onChange={(event) => setPhone(event.target.value)}
        error={change.error ? sentenceFor(change.error) : undefined}
      />
      <Button type="submit" tone="plain" wide busy={change.isPending} busyLabel="Sending…">
        Send the code to this number
      </Button>
    </form>
  );
}
