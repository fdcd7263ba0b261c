/** Everything around a page behind the login. Here, and on pages, features meet. */
import dynamic from "next/dynamic";
import type { ReactElement } from "react";
import { ProtectedRoute } from "@/components/auth/ProtectedRoute";
import { Layout } from "@/components/layout/Layout";
import { WalletChip } from "@/components/payments/wallet/WalletChip";
import { WebSocketProvider } from "@/context/WebSocketContext";
import { useAuth } from "@/hooks/useAuth";

// Nothing of these can be shown before the API has answered, so the page does not wait for their code.
const LiveBanner = dynamic(() => import("@/components/matches/live/LiveBanner").then((m) => m.LiveBanner), {
  ssr: false,
});
const VerifyReminder = dynamic(() => import("@/components/auth/VerifyReminder").then((m) => m.VerifyReminder), {
  ssr: false,
});

export function AppFrame({ children }: { children: ReactElement }) {
  const signedIn = useAuth().status === "signed-in";
  return (
    <WebSocketProvider enabled={signedIn}>
      <Layout aside={signedIn ? <WalletChip /> : null} banner={signedIn ? <LiveBanner /> : null}>
        {signedIn ? <VerifyReminder /> : null}
        <ProtectedRoute>{children}</ProtectedRoute>
      </Layout>
    </WebSocketProvider>
  );
}

export const inAppFrame = (page: ReactElement) => <AppFrame>{page}</AppFrame>;
