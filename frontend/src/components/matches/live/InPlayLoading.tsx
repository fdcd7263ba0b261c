/** Shown until we know whether the player is in a match, or when that could not be loaded. */
import { LoadError } from "@/components/Loaded";
import { SkeletonRows } from "@/components/ui/Skeleton";

export function InPlayLoading({ error, retry = () => undefined }: { error?: unknown; retry?: () => void }) {
  if (!error) return <SkeletonRows label="Checking whether you are in a match" />;
  return <LoadError title="We cannot see whether you are in a match" error={error} onRetry={retry} />;
}
