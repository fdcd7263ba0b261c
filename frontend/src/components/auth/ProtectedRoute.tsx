/** Shows its children to signed-in players, sends visitors to the login, and explains when the API is unreachable. */
import { useRouter } from "next/router";
import dynamic from "next/dynamic";
import { useEffect, useState, type ReactNode } from "react";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useAuth } from "@/hooks/useAuth";
import { useMe } from "@/hooks/profile/useProfile";
import { keptStep } from "@/lib/api/storage";
import { useRedirect } from "@/hooks/useRedirect";

const Unreachable = dynamic(() => import("@/components/auth/Unreachable").then((m) => m.Unreachable), { ssr: false });

export function ProtectedRoute({ children }: { children: ReactNode }) {
  const { status, restore } = useAuth();
  const { asPath } = useRouter();
  const [restored, setRestored] = useState(false);
  const { data: me } = useMe();
  const signedOut = status === "signed-out";

  // The cookie may be valid although this phone's storage is empty: try it once before redirecting.
  useEffect(() => {
    if (signedOut && !restored) void restore().finally(() => setRestored(true));
  }, [signedOut, restored, restore]);
  // Whoever has logged out leaves no page of theirs to the next person on this phone.
  const login = keptStep("left") === asPath ? "/auth/login" : `/auth/login?next=${encodeURIComponent(asPath)}`;
  useRedirect(signedOut && restored ? login : null);

  if (status === "signed-in") return children;
  if (status === "unreachable") {
    // What this phone knew last is more than nothing, above all the lobby code of a running match.
    return (
      <>
        <Unreachable retry={restore} hasCopy={me !== undefined} />
        {me ? children : null}
      </>
    );
  }
  return (
    <>
      <h1 className="sr-only">WageWars</h1>
      <SkeletonRows label="Opening your account" rows={5} />
    </>
  );
}
