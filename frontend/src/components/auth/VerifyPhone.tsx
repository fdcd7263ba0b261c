/** Confirms the player's phone by the six digits of an SMS. */
import { useForm } from "react-hook-form";
import { Resend } from "@/components/auth/Resend";
import { Button } from "@/components/ui/Button";
import { CodeField } from "@/components/ui/CodeField";
import { Notice } from "@/components/ui/Notice";
import { useCodeStatus, useResendCode, useVerifyPhone } from "@/hooks/profile/useAccount";
import { localPhone } from "@/lib/format/phone";
import { lazyResolver } from "@/lib/lazyResolver";
import { showRefusal } from "@/lib/fieldErrors";
import { problemCode } from "@/lib/api/problem";

type Values = { code: string };

const resolver = lazyResolver<Values>(() => import("@/lib/validators").then((rules) => rules.codeResolver));

export function VerifyPhone({ phone, onVerified }: { phone: string; onVerified: () => void }) {
  const verify = useVerifyPhone();
  const resend = useResendCode();
  const { data: status, isPending, wait } = useCodeStatus();
  const form = useForm<Values>({ resolver, defaultValues: { code: "" } });
  const { errors, isSubmitting } = form.formState;
  const number = <strong className="figures whitespace-nowrap">{localPhone(phone)}</strong>;

  const submit = form.handleSubmit(async ({ code }) => {
    try {
      await verify.mutateAsync(code);
      onVerified();
    } catch (error) {
      if (problemCode(error) === "phone_already_verified") return onVerified();
      showRefusal(form, error, ["code"], { otherwise: "code" });
    }
  });

  return (
    <form noValidate onSubmit={submit} onFocus={resolver.warm} className="space-y-5">
      <Notice tone="wait">
        {status === undefined ? (
          <>Type the 6-digit code from our SMS to {number}.</>
        ) : status.isOpen ? (
          <>We sent a 6-digit code by SMS to {number}. It usually arrives within a minute.</>
        ) : (
          <>Our last code to {number} can no longer be typed. Ask for a new one.</>
        )}
      </Notice>
      <CodeField autoFocus error={errors.code?.message} {...form.register("code")} />
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Checking…">
        Confirm my number
      </Button>
      {isPending ? null : (
        <Resend
          allowedAt={status?.allowedAt ?? null}
          onWait={wait}
          isPending={resend.isPending}
          request={() => resend.mutateAsync()}
        />
      )}
    </form>
  );
}
