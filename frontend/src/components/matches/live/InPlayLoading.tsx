/** While we do not know yet whether the player is in a match; or cannot find out. */
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { sentenceFor } from "@/lib/api/problems";

export function InPlayLoading({ error, retry }: { error?: unknown; retry?: () => void }) {
  if (!error) return <SkeletonRows label="Looking whether you are in a match" />;
  return (
    <Notice
      tone="danger"
      title="We cannot see whether you are in a match"
      action={
        <Button tone="plain" onClick={retry}>
          Try again
        </Button>
      }
    >
      {sentenceFor(error)}
    </Notice>
  );
}
