/** Shows its children to signed-in players, sends visitors to the login, and explains when the API is unreachable. */
import { useRouter } from "next/router";
import { useEffect, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useAuth } from "@/hooks/useAuth";
import { useOnline } from "@/hooks/useOnline";
import { useRedirect } from "@/hooks/useRedirect";

export function ProtectedRoute({ children }: { children: ReactNode }) {
  const { status, restore } = useAuth();
  const { asPath } = useRouter();
  const [restored, setRestored] = useState(false);
  const signedOut = status === "signed-out";

  // The cookie may be valid although this phone's storage is empty: try it once before redirecting.
  useEffect(() => {
    if (signedOut && !restored) void restore().finally(() => setRestored(true));
  }, [signedOut, restored, restore]);
  useRedirect(signedOut && restored ? `/auth/login?next=${encodeURIComponent(asPath)}` : null);

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
