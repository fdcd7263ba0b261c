/** The empty state of a player without matches. */
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { useInPlay } from "@/hooks/matches/useInPlay";

export function NoMatches() {
  // Not while the player searches, or is in a match, already.
  const idle = useInPlay().kind === "idle";
  return (
    <EmptyState
      title="No matches yet"
      action={idle ? <ButtonLink href="/matches/find">Find an opponent</ButtonLink> : undefined}
    >
      Choose a stake and we find somebody of your level who puts in the same.
    </EmptyState>
  );
}
