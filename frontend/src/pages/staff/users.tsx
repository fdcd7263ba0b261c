/** Players, as staff works on them. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { PageTitle } from "@/components/layout/Layout";
import { inStaffFrame } from "@/components/StaffFrame";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const Users = dynamic(() => import("@/components/staff/users/Users").then((m) => m.Users), {
  loading: () => <SkeletonRows label="Loading" rows={6} />,
});

const UsersPage: FramedPage = () => (
  <>
    <Head>
      <title>Players · WageWars staff</title>
    </Head>
    <PageTitle>Players</PageTitle>
    <Users />
  </>
);
UsersPage.frame = inStaffFrame;

export default UsersPage;
