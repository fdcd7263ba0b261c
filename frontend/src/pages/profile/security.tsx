/** Password, phone, e-mail, devices and data of the player. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { Loaded } from "@/components/Loaded";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import type { FramedPage } from "@/types/page";

// All is loaded once the player is known, for the page is at the limit of its weight.
const loading = () => <SkeletonRows label="Loading the form" rows={3} />;
const ChangePassword = dynamic(() => import("@/components/profile/ChangePassword").then((m) => m.ChangePassword), {
  loading,
});
const Devices = dynamic(() => import("@/components/profile/Devices").then((m) => m.Devices), {
  loading: () => <SkeletonRows label="Loading your devices" />,
});
const MyData = dynamic(() => import("@/components/profile/MyData").then((m) => m.MyData));
const ChangePhone = dynamic(() => import("@/components/profile/ChangePhone").then((m) => m.ChangePhone), { loading });
const ChangeEmail = dynamic(() => import("@/components/profile/ChangeEmail").then((m) => m.ChangeEmail), { loading });

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
            {me.is_verified ? (
              <>
                <ChangePhone phone={me.phone} />
                <ChangeEmail email={me.email} />
              </>
            ) : null}
          </>
        )}
      </Loaded>
      <Devices />
      <MyData />
    </div>
    <ButtonLink href="/profile" tone="quiet" wide className="mt-8">
      Back to your profile
    </ButtonLink>
  </>
);
SecurityPage.frame = inAppFrame;

export default SecurityPage;
