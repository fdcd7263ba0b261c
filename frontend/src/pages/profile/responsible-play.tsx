/** Limits and breaks that players set for themselves. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const ResponsiblePlay = dynamic(
  () => import("@/components/protection/ResponsiblePlay").then((m) => m.ResponsiblePlay),
  { ssr: false, loading: () => <SkeletonRows label="Loading your limits" rows={6} /> },
);

const ResponsiblePlayPage: FramedPage = () => (
  <>
    <Head>
      <title>Responsible play · WageWars</title>
    </Head>
    <PageTitle>Responsible play</PageTitle>
    <ResponsiblePlay />
    <ButtonLink href="/profile" tone="quiet" wide className="mt-8">
      Back to your profile
    </ButtonLink>
  </>
);
ResponsiblePlayPage.frame = inAppFrame;

export default ResponsiblePlayPage;
