/** The public page of one player. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { inAppFrame } from "@/components/AppFrame";
import { PageTitle } from "@/components/layout/Layout";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { usePlayer } from "@/hooks/profile/usePlayer";
import { useMe } from "@/hooks/profile/useProfile";
import { sentenceFor } from "@/lib/api/problem";
import type { FramedPage } from "@/types/page";

const PlayerCard = dynamic(() => import("@/components/profile/PlayerCard").then((m) => m.PlayerCard), {
  ssr: false,
  loading: () => <SkeletonRows label="Opening the player" />,
});

const PlayerPage: FramedPage = () => {
  const { query } = useRouter();
  const username = typeof query.username === "string" ? query.username : null;
  const { data: player, error } = usePlayer(username);
  const { data: me } = useMe();
  return (
    <>
      <Head>
        <title>{`${username ?? "Player"} · WageWars`}</title>
      </Head>
      <PageTitle>{username ?? "Player"}</PageTitle>
      {player ? (
        <PlayerCard player={player} isMe={me?.username === player.username} />
      ) : error ? (
        <EmptyState
          title="We could not find this player"
          action={<ButtonLink href="/leaderboard">To the leaderboard</ButtonLink>}
        >
          {sentenceFor(error)}
        </EmptyState>
      ) : (
        <SkeletonRows label="Opening the player" />
      )}
    </>
  );
};
PlayerPage.frame = inAppFrame;

export default PlayerPage;
