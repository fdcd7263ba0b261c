/** A new password by the one in use; other devices are logged out. */
import { useState, type FormEvent } from "react";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useChangePassword } from "@/hooks/profile/useSecurity";
import { errorsAt } from "@/lib/fieldErrors";

export function ChangePassword({ username }: { username: string }) {
  const change = useChangePassword();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const { at, rest } = errorsAt(change.error, ["current_password", "new_password"], {
    password_wrong: "current_password",
  });

  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current_password: current, new_password: fresh },
      {
        onSuccess: () => {
          setCurrent("");
          setFresh("");
          toast.good("Your password is changed. Other devices are logged out.");
        },
      },
    );
  };

  return (
    <section aria-label="Password">
      <h2 className="display mb-3 text-lg">Password</h2>
      <form method="post" onSubmit={save} className="space-y-4">
        {/* For password managers, which file the new password under this name. */}
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <Input
          label="Your password now"
          type="password"
          autoComplete="current-password"
          maxLength={128}
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          error={at.current_password}
        />
        <Input
          label="New password"
          hint="At least 10 characters. Not your M-Pesa PIN."
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
          value={fresh}
          onChange={(event) => setFresh(event.target.value)}
          error={at.new_password ?? rest}
        />
        <Button type="submit" tone="plain" busy={change.isPending} busyLabel="Saving…">
          Change password
        </Button>
      </form>
    </section>
  );
}
