/** The empty state of a player without matches. */
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";

export function NoMatches() {
  return (
    <EmptyState title="No matches yet" action={<ButtonLink href="/matches/find">Find an opponent</ButtonLink>}>
      Choose a stake and we find somebody of your level who puts in the same.
    </EmptyState>
  );
}
