/** Lets players in, sends visitors to the login, and keeps the shell up when nobody can be asked. */
import { useRouter } from "next/router";
import { useEffect, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useAuth } from "@/hooks/useAuth";
import { useOnline } from "@/hooks/useOnline";

export function ProtectedRoute({ children }: { children: ReactNode }) {
  const { status, restore } = useAuth();
  const router = useRouter();
  const [asked, setAsked] = useState(false);

  useEffect(() => {
    if (status !== "signed-out") return;
    // The cookie may know more than this phone's storage: ask once before we send somebody away.
    if (!asked) void restore().finally(() => setAsked(true));
    else void router.replace({ pathname: "/auth/login", query: { next: router.asPath } });
  }, [status, asked, restore, router]);

  if (status === "signed-in") return children;
  if (status === "unreachable") return <Unreachable retry={restore} />;
  return (
    <>
      <h1 className="sr-only">WageWars</h1>
      <SkeletonRows label="Opening your account" rows={5} />
    </>
  );
}

function Unreachable({ retry }: { retry: () => Promise<void> }) {
  const online = useOnline();
  const [busy, setBusy] = useState(false);
  return (
    <>
      <h1 className="display mb-5 text-xl">No connection</h1>
      <EmptyState
        title={online ? "We cannot reach WageWars" : "You are offline"}
        action={
          <Button
            tone="plain"
            busy={busy}
            busyLabel="Trying…"
            onClick={() => {
              setBusy(true);
              void retry().finally(() => setBusy(false));
            }}
          >
            Try again
          </Button>
        }
      >
        Your money is safe: stakes stay locked and deposits still arrive. This page fills itself as soon as there is a
        connection.
      </EmptyState>
    </>
  );
}
