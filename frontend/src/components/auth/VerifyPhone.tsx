/** Confirms the player's phone by the six digits of an SMS. */
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Input } from "@/components/ui/Input";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useResendCode, useVerifyPhone } from "@/hooks/profile/useAccount";
import { serverNow } from "@/lib/format/clock";
import { localPhone } from "@/lib/format/phone";
import { useSecondsLeft } from "@/lib/format/useClock";
import { lazyResolver } from "@/lib/lazyResolver";
import { isProblem, problemCode } from "@/lib/api/problem";
import { sentenceFor } from "@/lib/api/problems";

type Values = { code: string };

const resolver = lazyResolver<Values>(() => import("@/lib/validators").then((rules) => rules.codeResolver));

const FIRST_WAIT = 60;
const inSeconds = (seconds: number) => new Date(serverNow() + seconds * 1_000).toISOString();

export function VerifyPhone({ phone, onVerified }: { phone: string; onVerified: () => void }) {
  const verify = useVerifyPhone();
  const form = useForm<Values>({ resolver, defaultValues: { code: "" } });
  const { errors, isSubmitting } = form.formState;

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
        We sent a 6-digit code by SMS to <strong className="figures whitespace-nowrap">{localPhone(phone)}</strong>. It
        usually arrives within a minute.
      </Notice>
      <Input
        label="Code from the SMS"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        className="figures text-center text-xl tracking-[0.4em]"
        error={errors.code?.message}
        {...form.register("code")}
      />
      <Button type="submit" wide large busy={isSubmitting} busyLabel="Checking…">
        Confirm my number
      </Button>
      <Resend />
    </form>
  );
}

function Resend() {
  const resend = useResendCode();
  const [allowedAt, setAllowedAt] = useState(() => inSeconds(FIRST_WAIT));
  const waiting = useSecondsLeft(allowedAt) > 0;

  if (waiting) {
    return (
      <p className="text-center text-sm text-muted">
        No SMS? You can ask for another in <Countdown until={allowedAt} />.
      </p>
    );
  }
  const request = () =>
    resend.mutate(undefined, {
      onSuccess: ({ resend_after }) => {
        setAllowedAt(inSeconds(resend_after));
        toast.good("A new code is on its way.");
      },
      onError: (error) => {
        if (isProblem(error) && error.retry_after) setAllowedAt(inSeconds(error.retry_after));
        toast.bad(sentenceFor(error));
      },
    });
  return (
    <Button tone="quiet" wide busy={resend.isPending} onClick={request}>
      Send me a new code
    </Button>
  );
}
