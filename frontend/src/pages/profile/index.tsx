/** The player: record, game name, account. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { MyRecord } from "@/components/profile/MyRecord";
import { Standing } from "@/components/profile/Standing";
import { ButtonLink } from "@/components/ui/Button";
import { Skeleton, SkeletonRows } from "@/components/ui/Skeleton";
import { useMe } from "@/hooks/profile/useProfile";
import type { FramedPage } from "@/types/page";

const RatingChart = dynamic(() => import("@/components/profile/RatingChart").then((m) => m.RatingChart), {
  ssr: false,
  loading: () => <Skeleton className="h-52" />,
});

const GameNames = dynamic(() => import("@/components/profile/GameNames").then((m) => m.GameNames), {
  ssr: false,
  loading: () => <Skeleton className="h-13" />,
});

const UserProfile = dynamic(() => import("@/components/profile/UserProfile").then((m) => m.UserProfile), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading your account" rows={3} />,
});

const ProfilePage: FramedPage = () => {
  const { data: me } = useMe();
  return (
    <>
      <Head>
        <title>Profile · WageWars</title>
      </Head>
      <PageTitle>{me?.username ?? "Profile"}</PageTitle>
      <div className="space-y-3">
        <MyRecord />
        <RatingChart />
        <GameNames />
        <Standing />
      </div>
      <div className="mt-8">
        <UserProfile />
        <ButtonLink href="/profile/security" tone="quiet" wide className="mt-3">
          Password, phone and devices
        </ButtonLink>
        <ButtonLink href="/profile/identity" tone="quiet" wide className="mt-3">
          Who you are
        </ButtonLink>
        <ButtonLink href="/profile/responsible-play" tone="quiet" wide className="mt-3">
          Responsible play: limits and breaks
        </ButtonLink>
      </div>
    </>
  );
};
ProfilePage.frame = inAppFrame;

export default ProfilePage;
