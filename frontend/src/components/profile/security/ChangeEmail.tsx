/** Another e-mail address to log in with, allowed by the password. */
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useChangeEmail } from "@/hooks/profile/useSecurity";
import { errorsAt } from "@/lib/fieldErrors";

export function ChangeEmail({ email }: { email: string | null }) {
  const change = useChangeEmail();
  const [fresh, setFresh] = useState("");
  const [password, setPassword] = useState("");
  const { at, rest } = errorsAt(change.error, ["email", "password"], {
    password_wrong: "password",
    email_taken: "email",
  });

  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { email: fresh, password },
      {
        onSuccess: (me) => {
          setFresh("");
          setPassword("");
          toast.good(`You log in with ${me.email} from now on.`);
        },
      },
    );
  };

  return (
    <section aria-label="E-mail">
      <h2 className="display mb-3 text-lg">E-mail</h2>
      <p className="mb-4 text-sm wrap-anywhere text-soft">
        <Present email={email} /> It is a name to log in with: we send nothing to it. After a change we tell you by SMS.
      </p>
      <form method="post" onSubmit={save} className="space-y-4">
        <Input
          label="New e-mail"
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={100}
          required
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
          error={at.email ?? rest}
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
        <Button type="submit" tone="plain" busy={change.isPending} busyLabel="Saving…">
          Change e-mail
        </Button>
      </form>
    </section>
  );
}

function Present({ email }: { email: string | null }) {
  if (email === null) return <>You have none.</>;
  return (
    <>
      Yours is <strong>{email}</strong>.
    </>
  );
}
