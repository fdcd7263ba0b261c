/** The login form: username, phone or e-mail, and the password; of staff a code as well, once it is asked for. */
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { useAuth } from "@/hooks/useAuth";
import { useHydrated } from "@/hooks/useHydrated";
import { lazyResolver } from "@/lib/lazyResolver";
import { HelpLink } from "@/components/ui/HelpLink";
import { problemCode, sentenceFor } from "@/lib/api/problem";

type Values = { username: string; password: string; code?: string | undefined };

const resolver = lazyResolver<Values>(() => import("@/lib/validators").then((rules) => rules.loginResolver));

/** `onStaff` is told once the API asks for a code, which it asks of staff only. */
export function LoginForm({ onStaff }: { onStaff?: () => void }) {
  const { signIn } = useAuth();
  // No default values: what was typed before hydration is kept.
  const form = useForm<Values>({ resolver });
  const hydrated = useHydrated();
  const { errors, isSubmitting } = form.formState;
  const [isStaff, setIsStaff] = useState(false);

  const submit = form.handleSubmit(async ({ username, password }) => {
    try {
      await signIn(username.trim(), password, form.getValues("code")?.trim());
    } catch (error) {
      const code = problemCode(error);
      if (code === "second_factor_needed") {
        setIsStaff(true);
        onStaff?.();
      }
      form.setError("root", { type: code ?? "failed", message: sentenceFor(error) });
      form.setFocus("password");
    }
  });

  return (
    <form noValidate method="post" onSubmit={submit} onFocus={resolver.warm} className="space-y-5">
      <Input
        label="Username, phone or e-mail"
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.username?.message}
        {...form.register("username")}
      />
      <Input
        label="Password"
        type="password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register("password")}
      />
      {isStaff ? (
        <Input label="Code of your authenticator" autoComplete="one-time-code" {...form.register("code")} />
      ) : null}
      {errors.root?.message ? (
        <Notice tone="danger" alert>
          {errors.root.message}
          {errors.root.type === "account_suspended" ? <HelpLink /> : null}
        </Notice>
      ) : null}
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Logging in…" disabled={!hydrated}>
        Log in
      </Button>
    </form>
  );
}
