/** Confirms the player's phone by the six digits of an SMS. */
import { useForm } from "react-hook-form";
import { Resend } from "@/components/auth/Resend";
import { Button } from "@/components/ui/Button";
import { CodeField } from "@/components/ui/CodeField";
import { Notice } from "@/components/ui/Notice";
import { useResendCode, useVerifyPhone } from "@/hooks/profile/useAccount";
import { localPhone } from "@/lib/format/phone";
import { lazyResolver } from "@/lib/lazyResolver";
import { problemCode } from "@/lib/api/problem";
import { sentenceFor } from "@/lib/api/problems";
import { keptStep } from "@/lib/api/storage";

type Values = { code: string };

const resolver = lazyResolver<Values>(() => import("@/lib/validators").then((rules) => rules.codeResolver));

export function VerifyPhone({ phone, onVerified }: { phone: string; onVerified: () => void }) {
  const verify = useVerifyPhone();
  const resend = useResendCode();
  const form = useForm<Values>({ resolver, defaultValues: { code: "" } });
  const { errors, isSubmitting } = form.formState;
  const number = <strong className="figures whitespace-nowrap">{localPhone(phone)}</strong>;

  const submit = form.handleSubmit(async ({ code }) => {
    try {
      await verify.mutateAsync(code);
      onVerified();
    } catch (error) {
      if (problemCode(error) === "phone_already_verified") return onVerified();
      form.setError("code", { message: sentenceFor(error) }, { shouldFocus: true });
    }
  });

  return (
    <form noValidate onSubmit={submit} onFocus={resolver.warm} className="space-y-5">
      <Notice tone="wait">
        {keptStep("next-code") ? (
          <>We sent a 6-digit code by SMS to {number}. It usually arrives within a minute.</>
        ) : (
          <>
            Type the 6-digit code from our SMS to {number}. It is good for five minutes: ask for a new one if it is
            older.
          </>
        )}
      </Notice>
      <CodeField autoFocus error={errors.code?.message} {...form.register("code")} />
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Checking…">
        Confirm my number
      </Button>
      <Resend purpose="next-code" isPending={resend.isPending} request={() => resend.mutateAsync()} />
    </form>
  );
}
