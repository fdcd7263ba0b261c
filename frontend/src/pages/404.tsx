/** The page for an address that does not exist. */
import Head from "next/head";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";

export default function NotFoundPage() {
  return (
    <PublicFrame narrow>
      <Head>
        <title>Not found · WageWars</title>
      </Head>
      <h1 className="display mb-6 text-2xl">Nothing here</h1>
      <EmptyState title="This page does not exist" action={<ButtonLink href="/dashboard">Go home</ButtonLink>}>
        The link may be old, or mistyped. Your matches and your money are where you left them.
      </EmptyState>
    </PublicFrame>
  );
}
