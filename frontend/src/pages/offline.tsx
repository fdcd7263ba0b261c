/** What the service worker shows for a page that is not cached. */
import Head from "next/head";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { Button, ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";

export default function OfflinePage() {
  return (
    <PublicFrame narrow>
      <Head>
        <title>Offline · WageWars</title>
      </Head>
      <h1 className="display mb-6 text-2xl">No connection</h1>
      <EmptyState
        title="This page needs the internet"
        action={
          <div className="space-y-3">
            <Button wide onClick={() => location.reload()}>
              Try again
            </Button>
            <ButtonLink href="/dashboard" tone="plain" wide>
              Go home
            </ButtonLink>
          </div>
        }
      >
        Your money is safe: stakes stay locked and deposits still arrive while you are away.
      </EmptyState>
    </PublicFrame>
  );
}
