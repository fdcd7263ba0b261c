/** A whole knockout as one drawing in a box that scrolls; matches are in the order of their rounds for the keyboard. */
import { useRouter } from "next/router";
import { memo, useMemo, useState, type KeyboardEvent, type MouseEvent } from "react";
import { Button } from "@/components/ui/Button";
import { TreeMatch } from "@/components/tournaments/bracket/TreeMatch";
import { isMine, type Players } from "@/lib/tournaments/bracket";
import { layOut, type Column } from "@/lib/tournaments/tree";
import { createZoom } from "@/lib/tournaments/zoom";
import type { Section } from "@/types/tournament";

type Props = {
  sections: readonly Section[];
  players: Players;
  seed: number | null;
  embedded: boolean;
  /** Counts up when the player asks for their own match. */
  jumps: number;
};

const STEP = 1.25;

export function BracketTree({ sections, players, seed, embedded, jumps }: Props) {
  const { width, height, columns } = useMemo(() => layOut(sections), [sections]);
  const [percent, setPercent] = useState(100);
  const [{ attach, by }] = useState(() => createZoom(setPercent));
  const router = useRouter();
  // A link in a drawing would load the whole page anew.
  const onClick = (event: MouseEvent) => {
    const href = (event.target as Element).closest("a")?.getAttribute("href");
    if (!href || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void router.push(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") by(STEP);
    else if (event.key === "-") by(1 / STEP);
    else return;
    event.preventDefault();
  };
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button tone="plain" aria-label="Zoom out" onClick={() => by(1 / STEP)}>
          −
        </Button>
        <span role="status" className="figures min-w-14 text-center text-sm text-muted">
          {percent}%
        </span>
        <Button tone="plain" aria-label="Zoom in" onClick={() => by(STEP)}>
          +
        </Button>
        <span className="text-xs text-muted">Drag to move, pinch to zoom.</span>
      </div>
      <div
        ref={attach}
        onKeyDown={onKeyDown}
        onClick={onClick}
        role="region"
        aria-label="The whole tree; plus and minus zoom"
        tabIndex={0}
        className="sideways max-h-[75dvh] touch-pan-x touch-pan-y overflow-auto overscroll-contain rounded-lg border border-line bg-raised"
      >
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block font-sans">
          {columns.map((column) => (
            <Round key={column.key} column={column} players={players} seed={seed} embedded={embedded} />
          ))}
        </svg>
        <span key={jumps} ref={jumps > 0 ? jumpToMine : showMine} hidden />
      </div>
    </div>
  );
}

type RoundProps = { column: Column; players: Players; seed: number | null; embedded: boolean };

const Round = memo(function Round({ column, players, seed, embedded }: RoundProps) {
  return (
    <g role="list" aria-label={column.name}>
      <path d={column.lines} aria-hidden className="fill-none stroke-edge stroke-2" />
      <text x={column.x} y={column.y + 20} aria-hidden className="fill-muted text-xs font-bold">
        {column.label}
      </text>
      {column.places.map(({ match, x, y }) => (
        <TreeMatch
          key={match.key}
          match={match}
          x={x}
          y={y}
          players={players}
          mine={isMine(match, seed)}
          seed={seed}
          embedded={embedded}
        />
      ))}
    </g>
  );
});

/** Scrolls the box, and not the page, to the player's own last match. */
function showMine(node: HTMLElement | null): void {
  scrollToMine(node?.parentElement ?? null);
}

/** The player asked for it: the page goes there, too, and so does the focus. */
function jumpToMine(node: HTMLElement | null): void {
  const box = node?.parentElement ?? null;
  box?.scrollIntoView({ block: "center" });
  scrollToMine(box)?.querySelector<SVGElement>("a, [tabindex]")?.focus({ preventScroll: true });
}

function scrollToMine(box: HTMLElement | null): SVGElement | undefined {
  const mine = [...(box?.querySelectorAll<SVGElement>('[aria-current="true"]') ?? [])].at(-1);
  if (!box || !mine) return undefined;
  const [at, frame] = [mine.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
  box.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
  return mine;
}
