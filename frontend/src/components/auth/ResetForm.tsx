/** Resets a forgotten password in two steps: request a code by SMS, then choose a new password. */
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { useForgotPassword, useResetPassword } from "@/hooks/profile/useAccount";
import { useHydrated } from "@/hooks/useHydrated";
import { lazyResolver } from "@/lib/lazyResolver";
import { problemCode } from "@/lib/api/problem";
import { sentenceFor } from "@/lib/api/problems";

type Who = { identifier: string };
type Fresh = { code: string; new_password: string };

const whoResolver = lazyResolver<Who>(() => import("@/lib/validators").then((rules) => rules.identifierResolver));
const freshResolver = lazyResolver<Fresh>(() => import("@/lib/validators").then((rules) => rules.resetResolver));

export function ResetForm({ onDone }: { onDone: () => void }) {
  const [identifier, setIdentifier] = useState<string | null>(null);
  return identifier === null ? (
    <RequestCode onSent={setIdentifier} />
  ) : (
    <ChoosePassword identifier={identifier} onDone={onDone} />
  );
}

function RequestCode({ onSent }: { onSent: (identifier: string) => void }) {
  const forgot = useForgotPassword();
  const form = useForm<Who>({ resolver: whoResolver });
  const hydrated = useHydrated();
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ identifier }) => {
    try {
      await forgot.mutateAsync(identifier.trim());
      onSent(identifier.trim());
    } catch (error) {
      form.setError("identifier", { message: sentenceFor(error) }, { shouldFocus: true });
    }
  });
  return (
    <form noValidate method="post" onSubmit={submit} onFocus={whoResolver.warm} className="space-y-5">
      <Input
        label="Username, phone or e-mail"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.identifier?.message}
        {...form.register("identifier")}
      />
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Sending…" disabled={!hydrated}>
        Send me a code
      </Button>
    </form>
  );
}

function ChoosePassword({ identifier, onDone }: { identifier: string; onDone: () => void }) {
  const reset = useResetPassword();
  const form = useForm<Fresh>({ resolver: freshResolver, defaultValues: { code: "", new_password: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await reset.mutateAsync({ identifier, ...values });
      onDone();
    } catch (error) {
      form.setError(
        problemCode(error) === "password_weak" ? "new_password" : "code",
        { message: sentenceFor(error) },
        { shouldFocus: true },
      );
    }
  });
  return (
    <form noValidate method="post" onSubmit={submit} onFocus={freshResolver.warm} className="space-y-5">
      <Notice tone="wait">If there is such an account, a 6-digit code is on its way to its phone by SMS.</Notice>
      <Input
        label="Code from the SMS"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        className="figures"
        error={errors.code?.message}
        {...form.register("code")}
      />
      <Input
        label="New password"
        hint="At least 10 characters."
        type="password"
        autoComplete="new-password"
        error={errors.new_password?.message}
        {...form.register("new_password")}
      />
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Saving…">
        Save new password
      </Button>
    </form>
  );
}
