/** Where each kind of notification goes. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const PreferenceList = dynamic(
  () => import("@/components/notifications/PreferenceList").then((m) => m.PreferenceList),
  { ssr: false, loading: () => <SkeletonRows label="Loading your settings" rows={6} /> },
);

const PushTest = dynamic(() => import("@/components/notifications/PushTest").then((m) => m.PushTest), { ssr: false });

const SettingsPage: FramedPage = () => (
  <>
    <Head>
      <title>What you are notified of · WageWars</title>
    </Head>
    <PageTitle>What you are notified of</PageTitle>
    <p className="mb-6 text-sm text-soft">
      What you switch off in the app still stands in your notifications, marked as read. Push goes to phones where you
      have allowed it. An SMS goes only when you have not read it in the app.
    </p>
    <PushTest />
    <PreferenceList />
    <ButtonLink href="/notifications" tone="quiet" wide className="mt-8">
      Back to your notifications
    </ButtonLink>
  </>
);
SettingsPage.frame = inAppFrame;

export default SettingsPage;
