/** Title, format and platform of the match; folded until the player wants to change them. */
import { Select } from "@/components/ui/Input";
import { gameLabel, MODE_NAME, PLATFORM_NAME, PLATFORMS_OF, TITLE_NAME, type Game } from "@/lib/copy/games";

const options = <Key extends string>(names: Record<Key, string>) => Object.entries(names) as [Key, string][];

export function GamePicker({ game, onChange }: { game: Game; onChange: (game: Game) => void }) {
  return (
    <details className="group rounded-lg border border-line bg-raised">
      <summary className="flex min-h-14 items-center justify-between gap-3 px-4 py-3">
        <span>
          <span className="block font-semibold">{gameLabel(game)}</span>
          <span className="block text-sm text-muted">{PLATFORM_NAME[game.platform]}</span>
        </span>
        <span className="text-sm font-semibold underline underline-offset-4 group-open:hidden">Change</span>
      </summary>
      <div className="space-y-4 border-t border-line p-4">
        <Select
          label="Game"
          value={game.title}
          options={options(TITLE_NAME)}
          onChange={(event) => onChange(withTitle(game, event.target.value as Game["title"]))}
        />
        <Select
          label="Format"
          value={game.mode}
          options={options(MODE_NAME)}
          onChange={(event) => onChange({ ...game, mode: event.target.value as Game["mode"] })}
        />
        <Select
          label="Where you play"
          hint="You only meet players who chose the same."
          value={game.platform}
          options={PLATFORMS_OF[game.title].map((platform) => [platform, PLATFORM_NAME[platform]])}
          onChange={(event) => onChange({ ...game, platform: event.target.value as Game["platform"] })}
        />
      </div>
    </details>
  );
}

/** The title, and the platform that was chosen if the title exists there. */
function withTitle(game: Game, title: Game["title"]): Game {
  const [first = game.platform, ...others] = PLATFORMS_OF[title];
  return { ...game, title, platform: others.includes(game.platform) ? game.platform : first };
}
