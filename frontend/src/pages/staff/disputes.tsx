/** Disputes, as staff works on them. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { PageTitle } from "@/components/layout/Layout";
import { inStaffFrame } from "@/components/StaffFrame";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const Disputes = dynamic(() => import("@/components/staff/disputes/Disputes").then((m) => m.Disputes), {
  loading: () => <SkeletonRows label="Loading" rows={6} />,
});

const DisputesPage: FramedPage = () => (
  <>
    <Head>
      <title>Disputes · WageWars staff</title>
    </Head>
    <PageTitle>Disputes</PageTitle>
    <Disputes />
  </>
);
DisputesPage.frame = inStaffFrame;

export default DisputesPage;
