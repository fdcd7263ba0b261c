/** Payments, as staff works on them. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { PageTitle } from "@/components/layout/Layout";
import { inStaffFrame } from "@/components/StaffFrame";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const Payments = dynamic(() => import("@/components/staff/payments/Payments").then((m) => m.Payments), {
  loading: () => <SkeletonRows label="Loading" rows={6} />,
});

const PaymentsPage: FramedPage = () => (
  <>
    <Head>
      <title>Payments · WageWars staff</title>
    </Head>
    <PageTitle>Payments</PageTitle>
    <Payments />
  </>
);
PaymentsPage.frame = inStaffFrame;

export default PaymentsPage;
