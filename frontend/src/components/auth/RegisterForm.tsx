/** The form that opens an account. */
import Link from "next/link";
import { useForm, type FieldPath, type UseFormReturn } from "react-hook-form";
import { Button } from "@/components/ui/Button";
import { DateInput } from "@/components/ui/DateInput";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { useRegister } from "@/hooks/profile/useAccount";
import { useHydrated } from "@/hooks/useHydrated";
import { lazyResolver } from "@/lib/lazyResolver";
import { TERMS_VERSION } from "@/lib/copy/legal";
import { showRefusal } from "@/lib/fieldErrors";
import type { ProblemCode } from "@/types/api";

type Values = {
  username: string;
  phone: string;
  email: string;
  date_of_birth: string;
  password: string;
  accepts: boolean;
};
export type Credentials = Pick<Values, "username" | "password">;

const resolver = lazyResolver<Values>(() => import("@/lib/validators").then((rules) => rules.registerResolver));

const FIELDS = ["username", "phone", "email", "date_of_birth", "password", "accepts"] as const;
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
    const { date_of_birth, password, phone } = values;
    const username = values.username.trim();
    const email = values.email.trim();
    const tidy = { username, email, phone, date_of_birth, password, terms_version: TERMS_VERSION };
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

function Accepts({ form }: { form: UseFormReturn<Values> }) {
  const wrong = form.formState.errors.accepts?.message;
  return (
    <div>
      <label className="flex min-h-12 items-start gap-3">
        <input
          type="checkbox"
          className="mt-0.5 size-6 shrink-0 accent-stake"
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? "accepts-wrong" : undefined}
          {...form.register("accepts")}
        />
        <span className="text-sm">
          I have read and accept the{" "}
          <Link href="/terms" target="_blank" className="underline">
            terms
          </Link>{" "}
          and the{" "}
          <Link href="/privacy" target="_blank" className="underline">
            privacy notice
          </Link>
          .
        </span>
      </label>
      {wrong ? (
        <p id="accepts-wrong" className="mt-1 text-sm font-semibold text-danger-text">
          {wrong}
        </p>
      ) : null}
    </div>
  );
}

function Fields({ form }: { form: UseFormReturn<Values> }) {
  const { errors } = form.formState;
  return (
    <>
      <Input
        label="Username"
        hint="Your opponents see this name. Leaderboards show it only if you agree."
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
      <Accepts form={form} />
    </>
  );
}
