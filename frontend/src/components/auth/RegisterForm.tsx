/** The form that opens an account. */
import { useForm, type FieldPath, type UseFormReturn } from "react-hook-form";
import { Button } from "@/components/ui/Button";
import { DateInput } from "@/components/ui/DateInput";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { useRegister } from "@/hooks/profile/useAccount";
import { useHydrated } from "@/hooks/useHydrated";
import { lazyResolver } from "@/lib/lazyResolver";
import { showRefusal } from "@/lib/fieldErrors";
import type { ProblemCode } from "@/types/api";

type Values = { username: string; phone: string; email: string; date_of_birth: string; password: string };
export type Credentials = Pick<Values, "username" | "password">;

const resolver = lazyResolver<Values>(() => import("@/lib/validators").then((rules) => rules.registerResolver));

const FIELDS = ["username", "phone", "email", "date_of_birth", "password"] as const;
/** Refusals that belong to one field are shown at that field. */
const FIELD_OF: Partial<Record<ProblemCode, FieldPath<Values>>> = {
  username_taken: "username",
  username_reserved: "username",
  phone_invalid: "phone",
  too_young: "date_of_birth",
  password_weak: "password",
};

export function RegisterForm({ onRegistered }: { onRegistered: (credentials: Credentials) => Promise<void> }) {
  const register = useRegister();
  // No default values: what was typed before hydration is kept.
  const form = useForm<Values>({ resolver });
  const hydrated = useHydrated();
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    const tidy = { ...values, username: values.username.trim(), email: values.email.trim() };
    try {
      await register.mutateAsync(tidy);
      await onRegistered({ username: tidy.username, password: tidy.password });
    } catch (error) {
      showRefusal(form, error, FIELDS, { fieldOf: FIELD_OF });
    }
  });

  return (
    <form noValidate method="post" onSubmit={submit} onFocus={resolver.warm} className="space-y-5">
      <Fields form={form} />
      {errors.root?.message ? (
        <Notice tone="danger" alert>
          {errors.root.message}
        </Notice>
      ) : null}
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Opening your account…" disabled={!hydrated}>
        Create account
      </Button>
    </form>
  );
}

function Fields({ form }: { form: UseFormReturn<Values> }) {
  const { errors } = form.formState;
  return (
    <>
      <Input
        label="Username"
        hint="Other players see this name."
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.username?.message}
        {...form.register("username")}
      />
      <Input
        label="M-Pesa phone number"
        hint="Deposits come from this number. We send it a code now."
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        placeholder="0712 345 678"
        error={errors.phone?.message}
        {...form.register("phone")}
      />
      <Input
        label="E-mail"
        type="email"
        inputMode="email"
        autoComplete="email"
        error={errors.email?.message}
        {...form.register("email")}
      />
      <DateInput
        label="Date of birth"
        hint="You must be 18 or older."
        autoComplete="bday"
        error={errors.date_of_birth?.message}
        {...form.register("date_of_birth")}
      />
      <Input
        label="Password"
        hint="At least 10 characters. Not your M-Pesa PIN."
        type="password"
        autoComplete="new-password"
        error={errors.password?.message}
        {...form.register("password")}
      />
    </>
  );
}
