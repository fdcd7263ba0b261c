/** Shows what a query has loaded; before that a skeleton, or why it failed and a button that retries. */
import type { ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { sentenceFor } from "@/lib/api/problem";

type Props<Data> = {
  query: { data: Data | undefined; error: unknown; fetchStatus?: string; refetch: () => unknown };
  skeleton: ReactNode;
  /** The title of the notice when loading failed, such as "Your balance did not load". */
  failed: string;
  /** A second button beside "Try again". */
  alternative?: ReactNode;
  children: (data: Data) => ReactNode;
};

/** Data that is already there stays on screen while a refetch fails; without a connection nothing is loaded at all. */
export function Loaded<Data>({ query, skeleton, failed, alternative, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.fetchStatus === "paused") return <WaitsForConnection />;
  if (!query.error) return skeleton;
  return <LoadError title={failed} error={query.error} onRetry={query.refetch} alternative={alternative} />;
}

export function WaitsForConnection() {
  return (
    <Notice title="No connection">This was not loaded on this phone before. It comes as soon as you are online.</Notice>
  );
}

type LoadErrorProps = {
  title?: string;
  error: unknown;
  onRetry: () => unknown;
  alert?: boolean;
  alternative?: ReactNode;
};

export function LoadError({ title, error, onRetry, alert = false, alternative }: LoadErrorProps) {
  return (
    <Notice
      tone="danger"
      alert={alert}
      {...(title && { title })}
      action={
        <div className="flex flex-wrap gap-3">
          <Button tone="plain" onClick={() => void onRetry()}>
            Try again
          </Button>
          {alternative}
        </div>
      }
    >
      {sentenceFor(error)}
    </Notice>
  );
}
