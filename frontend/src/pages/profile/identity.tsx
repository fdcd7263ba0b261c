/** Who the player is: name and document. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const WhoYouAre = dynamic(() => import("@/components/protection/WhoYouAre").then((m) => m.WhoYouAre), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading who you are" rows={4} />,
});

const IdentityPage: FramedPage = () => (
  <>
    <Head>
      <title>Who you are · WageWars</title>
    </Head>
    <PageTitle>Who you are</PageTitle>
    <WhoYouAre />
    <ButtonLink href="/profile" tone="quiet" wide className="mt-8">
      Back to your profile
    </ButtonLink>
  </>
);
IdentityPage.frame = inAppFrame;

export default IdentityPage;
