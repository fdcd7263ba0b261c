/** The player's names in the game, one per platform. */
import Head from "next/head";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { GameAccounts } from "@/components/profile/GameAccounts";
import { ButtonLink } from "@/components/ui/Button";
import type { FramedPage } from "@/types/page";

const GamesPage: FramedPage = () => (
  <>
    <Head>
      <title>Game names · WageWars</title>
    </Head>
    <PageTitle>Your game names</PageTitle>
    <GameAccounts />
    <ButtonLink href="/profile" tone="quiet" wide className="mt-6">
      Back to your profile
    </ButtonLink>
  </>
);
GamesPage.frame = inAppFrame;

export default GamesPage;
