/** The player: record, game name, account. */
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { MyRecord } from "@/components/profile/MyRecord";
import { Standing } from "@/components/profile/Standing";
import { UserProfile } from "@/components/profile/UserProfile";
import { useMe } from "@/hooks/useProfile";
import type { FramedPage } from "@/types/page";

const ProfilePage: FramedPage = () => {
  const { data: me } = useMe();
  return (
    <>
      <Head>
        <title>Profile · WageWars</title>
      </Head>
      <PageTitle>{me?.username ?? "Profile"}</PageTitle>
      <MyRecord />
      <div className="mt-4">
        <Standing />
      </div>
      <div className="mt-8">
        <UserProfile />
      </div>
    </>
  );
};
ProfilePage.frame = inAppFrame;

export default ProfilePage;
