/** Creates an account in two steps: the form, then the code from the SMS. */
import dynamic from "next/dynamic";
import Head from "next/head";
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";
import { RegisterForm, type Credentials } from "@/components/auth/RegisterForm";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { Steps } from "@/components/ui/Steps";
import { toast } from "@/components/ui/Toast";
import { useAuth } from "@/hooks/useAuth";
import { useRedirect } from "@/hooks/useRedirect";
import { useMe } from "@/hooks/profile/useProfile";
import { safePath } from "@/lib/utils";

// The second step: read while the player fills in the first.
const loadVerifyPhone = () => import("@/components/auth/VerifyPhone");
const loadChangeNumber = () => import("@/components/auth/ChangeNumber");
const VerifyPhone = dynamic(() => loadVerifyPhone().then((m) => m.VerifyPhone), {
  ssr: false,
  loading: () => <SkeletonRows label="Opening the next step" rows={2} />,
});
const ChangeNumber = dynamic(() => loadChangeNumber().then((m) => m.ChangeNumber), { ssr: false });
const warm = () => void Promise.allSettled([loadVerifyPhone(), loadChangeNumber()]);

export default function RegisterPage() {
  const router = useRouter();
  const { signIn } = useAuth();
  const { data: me } = useMe();
  const verified = me?.is_verified;
  const next = safePath(router.query.next, "");
  const [wasUnverified, setWasUnverified] = useState(false);
  if (verified === false && !wasUnverified) setWasUnverified(true);
  // A new player has an empty wallet, so a deposit comes next.
  useRedirect(verified ? next || (wasUnverified ? "/wallet" : "/dashboard") : null);

  // The account exists from here on: if the login fails, the login page is the next step.
  const enter = async ({ username, password }: Credentials) => {
    await signIn(username, password).catch(() => router.push("/auth/login"));
  };

  return (
    <PublicFrame narrow>
      <Head>
        <title>Create an account · WageWars</title>
      </Head>
      <Steps names={["Your account", "Your phone"]} at={me ? 1 : 0} />
      {me ? (
        <>
          <h1 className="display mt-5 mb-6 text-2xl">Confirm your phone</h1>
          <VerifyPhone
            phone={me.phone}
            onVerified={() => toast.good("Your number is confirmed. Deposit to start playing.")}
          />
          <div className="mt-3">
            <ChangeNumber />
          </div>
          <p className="mt-4 text-center text-sm">
            <Link
              href="/dashboard"
              className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
            >
              Do this later
            </Link>
          </p>
        </>
      ) : (
        <div onFocus={warm}>
          <h1 className="display mt-5 mb-6 text-2xl">Create an account</h1>
          <RegisterForm onRegistered={enter} />
          <p className="mt-6 text-center text-sm">
            Have an account?{" "}
            <Link
              href={next ? { pathname: "/auth/login", query: { next } } : "/auth/login"}
              className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
            >
              Log in
            </Link>
          </p>
        </div>
      )}
    </PublicFrame>
  );
}
