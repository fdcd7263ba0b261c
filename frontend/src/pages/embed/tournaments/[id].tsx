/** The bracket of a tournament for a frame of another site: the only page that may be framed; it knows no session. */
import dynamic from "next/dynamic";
import Head from "next/head";
import { useRouter } from "next/router";
import { EmptyState } from "@/components/ui/EmptyState";
import { SkeletonRows } from "@/components/ui/Skeleton";
import type { FramedPage } from "@/types/page";

const loading = () => <SkeletonRows label="Loading the bracket" rows={6} />;
const EmbeddedBracket = dynamic(
  () => import("@/components/tournaments/bracket/EmbeddedBracket").then((m) => m.EmbeddedBracket),
  { ssr: false, loading },
);

const EmbedPage: FramedPage = () => {
  const { query, isReady } = useRouter();
  const id = typeof query.id === "string" && /^\d{1,15}$/.test(query.id) ? Number(query.id) : null;
  return (
    <main className="p-4">
      <Head>
        <title>Bracket · WageWars</title>
        <meta name="robots" content="noindex" />
      </Head>
      {id !== null ? (
        <EmbeddedBracket id={id} />
      ) : isReady ? (
        <EmptyState title="No such tournament">The address of the frame is not right.</EmptyState>
      ) : (
        loading()
      )}
    </main>
  );
};
EmbedPage.hasNoSession = true;

export default EmbedPage;
