/** Everything around a page behind the login. Here, and on pages, features meet. */
import type { ReactElement } from "react";
import { ProtectedRoute } from "@/components/auth/ProtectedRoute";
import { VerifyReminder } from "@/components/auth/VerifyReminder";
import { Layout } from "@/components/layout/Layout";
import { LiveBanner } from "@/components/matches/LiveBanner";
import { WalletChip } from "@/components/payments/WalletChip";
import { WebSocketProvider } from "@/context/WebSocketContext";
import { useAuth } from "@/hooks/useAuth";

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
