/** The inbox of the player. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const InboxList = dynamic(() => import("@/components/notifications/InboxList").then((m) => m.InboxList), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading your notifications" rows={6} />,
});

const NotificationsPage: FramedPage = () => (
  <>
    <Head>
      <title>Notifications · WageWars</title>
    </Head>
    <PageTitle>Notifications</PageTitle>
    <InboxList />
    <ButtonLink href="/notifications/settings" tone="quiet" wide className="mt-8">
      Choose what you are notified of
    </ButtonLink>
  </>
);
NotificationsPage.frame = inAppFrame;

export default NotificationsPage;
