/** Password, phone and devices of the player. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { Loaded } from "@/components/Loaded";
import { PageTitle } from "@/components/layout/Layout";
import { ChangePassword } from "@/components/profile/ChangePassword";
import { Devices } from "@/components/profile/Devices";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import type { FramedPage } from "@/types/page";

const ChangePhone = dynamic(() => import("@/components/profile/ChangePhone").then((m) => m.ChangePhone), {
  loading: () => <SkeletonRows label="Loading your phone" rows={3} />,
});

const SecurityPage: FramedPage = () => (
  <>
    <Head>
      <title>Security · WageWars</title>
    </Head>
    <PageTitle>Security</PageTitle>
    <div className="space-y-10">
      <Loaded
        query={useMe()}
        skeleton={<SkeletonRows label="Loading your account" rows={4} />}
        failed="Your account did not load"
      >
        {(me) => (
          <>
            <ChangePassword username={me.username} />
            {me.is_verified ? <ChangePhone phone={me.phone} /> : null}
          </>
        )}
      </Loaded>
      <Devices />
    </div>
    <ButtonLink href="/profile" tone="quiet" wide className="mt-8">
      Back to your profile
    </ButtonLink>
  </>
);
SecurityPage.frame = inAppFrame;

export default SecurityPage;
