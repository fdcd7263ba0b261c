/** Resets a forgotten password in two steps: request a code by SMS, then choose a new password. */
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Resend } from "@/components/auth/Resend";
import { Button } from "@/components/ui/Button";
import { CodeField } from "@/components/ui/CodeField";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { inSeconds, useForgotPassword, useResetPassword } from "@/hooks/profile/useAccount";
import { useHydrated } from "@/hooks/useHydrated";
import { lazyResolver } from "@/lib/lazyResolver";
import { showRefusal } from "@/lib/fieldErrors";
import { forgetStep, keepStep, keptStep } from "@/lib/api/storage";

type Who = { identifier: string };
type Fresh = { code: string; new_password: string };

const whoResolver = lazyResolver<Who>(() => import("@/lib/validators").then((rules) => rules.identifierResolver));
const freshResolver = lazyResolver<Fresh>(() => import("@/lib/validators").then((rules) => rules.resetResolver));

export function ResetForm({ onDone }: { onDone: () => void }) {
  // Kept over a reload: Android drops a tab while its player reads the SMS. It holds no secret.
  const hydrated = useHydrated();
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const identifier = chosen === undefined && hydrated ? keptStep("reset") : (chosen ?? null);
  const choose = (next: string | null) => {
    if (next === null) forgetStep("reset");
    else keepStep("reset", next);
    setChosen(next);
  };
  if (identifier === null) return <RequestCode onSent={choose} />;
  const done = () => {
    choose(null);
    onDone();
  };
  return <ChoosePassword identifier={identifier} onDone={done} onBack={() => choose(null)} />;
}

function RequestCode({ onSent }: { onSent: (identifier: string) => void }) {
  const forgot = useForgotPassword();
  const form = useForm<Who>({ resolver: whoResolver });
  const hydrated = useHydrated();
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ identifier }) => {
    try {
      const { resend_after } = await forgot.mutateAsync(identifier.trim());
      keepStep("next-reset-code", inSeconds(resend_after));
      onSent(identifier.trim());
    } catch (error) {
      showRefusal(form, error, ["identifier"], { otherwise: "identifier" });
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

type ChooseProps = { identifier: string; onDone: () => void; onBack: () => void };

function ChoosePassword({ identifier, onDone, onBack }: ChooseProps) {
  const reset = useResetPassword();
  const forgot = useForgotPassword();
  // Unknown on another phone or a day later.
  const [allowedAt, setAllowedAt] = useState(() => keptStep("next-reset-code"));
  const form = useForm<Fresh>({ resolver: freshResolver, defaultValues: { code: "", new_password: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await reset.mutateAsync({ identifier, ...values });
      onDone();
    } catch (error) {
      const fieldOf = { password_weak: "new_password" } as const;
      showRefusal(form, error, ["code", "new_password"], { fieldOf, otherwise: "code" });
    }
  });
  const wait = (seconds: number) => {
    const at = inSeconds(seconds);
    keepStep("next-reset-code", at);
    setAllowedAt(at);
  };
  return (
    <form noValidate method="post" onSubmit={submit} onFocus={freshResolver.warm} className="space-y-5">
      <Notice tone="wait">
        If there is an account <bdi>{identifier}</bdi>, a 6-digit code is on its way to its phone by SMS.
      </Notice>
      {/* Tells the password manager whose new password this is. */}
      <input type="text" name="username" autoComplete="username" value={identifier} readOnly hidden />
      <CodeField autoFocus error={errors.code?.message} {...form.register("code")} />
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
      <Resend
        allowedAt={allowedAt}
        onWait={wait}
        isPending={forgot.isPending}
        request={() => forgot.mutateAsync(identifier)}
      />
      <Button tone="quiet" wide onClick={onBack}>
        Use another username, phone or e-mail
      </Button>
    </form>
  );
}
