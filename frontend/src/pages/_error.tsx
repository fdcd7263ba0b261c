/** The page for an error in the app itself. */
import type { NextPageContext } from "next";
import { PublicFrame } from "@/components/layout/PublicFrame";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";

export default function ErrorPage() {
  return (
    <PublicFrame narrow>
      <h1 className="display mb-6 text-2xl">That broke</h1>
      <EmptyState
        title="Something went wrong on our side"
        action={<Button onClick={() => location.reload()}>Load the page again</Button>}
      >
        Your money is safe. If it happens again, come back in a few minutes.
      </EmptyState>
    </PublicFrame>
  );
}

ErrorPage.getInitialProps = ({ res, err }: NextPageContext) => ({
  statusCode: res?.statusCode ?? err?.statusCode ?? 404,
});
