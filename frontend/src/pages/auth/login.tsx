/** The login page. */
import dynamic from "next/dynamic";
import Head from "next/head";
import Link from "next/link";
import { useRouter } from "next/router";
import { useState } from "react";
import { LoginForm } from "@/components/auth/LoginForm";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { Notice } from "@/components/ui/Notice";
import { useAuth } from "@/hooks/useAuth";
import { useRedirect } from "@/hooks/useRedirect";
import { safePath } from "@/lib/utils";

// After the page, and in browsers only: it asks them whether they have passkeys.
const PasskeyLogin = dynamic(() => import("@/components/auth/PasskeyLogin").then((m) => m.PasskeyLogin), {
  ssr: false,
});

export default function LoginPage() {
  const router = useRouter();
  const { status } = useAuth();
  const [home, setHome] = useState("/dashboard");
  const next = safePath(router.query.next, home);
  useRedirect(status === "signed-in" && router.isReady ? next : null);

  return (
    <PublicFrame narrow>
      <Head>
        <title>Log in · WageWars</title>
      </Head>
      <h1 className="display mb-6 text-2xl">Log in</h1>
      {next.startsWith("/matches/challenge/") ? (
        <div className="mb-6">
          <Notice tone="stake" title="Somebody challenges you">
            Log in, or create an account, and the challenge opens. Nothing is staked before you accept.
          </Notice>
        </div>
      ) : null}
      <LoginForm onStaff={() => setHome("/staff")} />
      <PasskeyLogin />
      <div className="mt-6 flex flex-col items-center text-sm">
        <Link
          href="/auth/reset"
          className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
        >
          Forgot your password?
        </Link>
        <p>
          New here?{" "}
          <Link
            href={router.query.next ? { pathname: "/auth/register", query: { next } } : "/auth/register"}
            className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
          >
            Create an account
          </Link>
        </p>
      </div>
    </PublicFrame>
  );
}
