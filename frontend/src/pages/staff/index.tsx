/** The board of staff. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { PageTitle } from "@/components/layout/Layout";
import { inStaffFrame } from "@/components/StaffFrame";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const Board = dynamic(() => import("@/components/staff/board/Board").then((m) => m.Board), {
  loading: () => <SkeletonRows label="Loading the board" rows={6} />,
});

const BoardPage: FramedPage = () => (
  <>
    <Head>
      <title>Board · WageWars staff</title>
    </Head>
    <PageTitle>Board</PageTitle>
    <Board />
  </>
);
BoardPage.frame = inStaffFrame;

export default BoardPage;
