/** Everything around a page behind the login. Only this file and pages combine features. */
import dynamic from "next/dynamic";
import type { ReactElement } from "react";
import { ProtectedRoute } from "@/components/auth/ProtectedRoute";
import { Layout } from "@/components/layout/Layout";
import { WalletChip } from "@/components/payments/wallet/WalletChip";
import { NotificationProvider } from "@/context/NotificationContext";
import { WebSocketProvider } from "@/context/WebSocketContext";
import { useAuth } from "@/hooks/useAuth";
import { useMe } from "@/hooks/profile/useProfile";

// These need data from the API, so the page does not wait for their code.
const LiveBanner = dynamic(() => import("@/components/matches/live/LiveBanner").then((m) => m.LiveBanner), {
  ssr: false,
});
const Bell = dynamic(() => import("@/components/notifications/Bell").then((m) => m.Bell), {
  ssr: false,
  loading: () => <span className="size-12" />,
});
const AppNotices = dynamic(() => import("@/components/AppNotices").then((m) => m.AppNotices), { ssr: false });

export function AppFrame({ children }: { children: ReactElement }) {
  const { status } = useAuth();
  const { data: me } = useMe();
  const signedIn = status === "signed-in";
  // Without a connection the frame shows what this phone knew last.
  const known = signedIn || (status === "unreachable" && me !== undefined);
  return (
    <WebSocketProvider enabled={signedIn}>
      <NotificationProvider enabled={signedIn}>
        <Layout
          aside={known ? [<Bell key="bell" />, <WalletChip key="chip" />] : null}
          banner={known ? <LiveBanner /> : null}
        >
          <AppNotices />
          <ProtectedRoute>{children}</ProtectedRoute>
        </Layout>
      </NotificationProvider>
    </WebSocketProvider>
  );
}

export const inAppFrame = (page: ReactElement) => <AppFrame>{page}</AppFrame>;
