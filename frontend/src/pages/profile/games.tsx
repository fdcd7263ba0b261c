/** The player's names in the game, one per platform. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { ButtonLink } from "@/components/ui/Button";
import { PLATFORMS } from "@/lib/copy/gameAccounts";
import { safePath } from "@/lib/utils";
import type { FramedPage } from "@/types/page";

const GameAccounts = dynamic(() => import("@/components/profile/GameAccounts").then((m) => m.GameAccounts), {
  ssr: false,
  loading: () => <SkeletonRows label="Loading your names" rows={5} />,
});

const GamesPage: FramedPage = () => {
  const { platform, next } = useRouter().query;
  const back = safePath(next, "/profile");
  return (
    <>
      <Head>
        <title>Game names · WageWars</title>
      </Head>
      <PageTitle>Your game names</PageTitle>
      <GameAccounts key={String(platform)} first={PLATFORMS.find((one) => one === platform) ?? null} />
      <ButtonLink href={back} tone={back === "/profile" ? "quiet" : "stake"} wide className="mt-6">
        {back === "/profile"
          ? "Back to your profile"
          : back.startsWith("/matches/challenge/")
            ? "Back to the challenge"
            : "Back to your stake"}
      </ButtonLink>
    </>
  );
};
GamesPage.frame = inAppFrame;

export default GamesPage;
