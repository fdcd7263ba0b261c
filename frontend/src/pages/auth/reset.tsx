/** The page that resets a password by SMS. */
import Head from "next/head";
import Link from "next/link";
import { useRouter } from "next/router";
import { ResetForm } from "@/components/auth/ResetForm";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { toast } from "@/components/ui/Toast";

export default function ResetPage() {
  const router = useRouter();
  const done = () => {
    toast.good("Your new password is saved. Log in with it.");
    void router.push("/auth/login");
  };
  return (
    <PublicFrame narrow>
      <Head>
        <title>New password · WageWars</title>
      </Head>
      <h1 className="display mb-6 text-2xl">New password</h1>
      <ResetForm onDone={done} />
      <p className="mt-6 text-center text-sm">
        <Link
          href="/auth/login"
          className="inline-flex min-h-12 items-center font-semibold underline underline-offset-4"
        >
          Back to log in
        </Link>
      </p>
    </PublicFrame>
  );
}
