/** The public link of a tournament, and the frame that shows its bracket on another site. */
import { CopyField } from "@/components/ui/CopyField";
import type { TournamentDetail } from "@/types/tournament";

export function Share({ tournament: { id } }: { tournament: TournamentDetail }) {
  const { origin } = location;
  return (
    <details>
      <summary className="flex min-h-12 items-center text-sm font-semibold underline underline-offset-4">
        Share it, or show it on your site
      </summary>
      <div className="space-y-4 pt-2">
        <p className="text-sm text-soft">Everybody can read this page and the bracket, also without an account.</p>
        <CopyField label="Link" value={`${origin}/tournaments/${id}`} />
        <CopyField
          label="Frame with the bracket"
          value={`<iframe src="${origin}/embed/tournaments/${id}" title="Bracket" width="100%" height="600"></iframe>`}
        />
      </div>
    </details>
  );
}
