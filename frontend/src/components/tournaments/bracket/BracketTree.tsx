/**
 * A whole knockout as one drawing in a box that scrolls. Drawn is what the box shows, and what the keyboard can reach
 * from there: matches are in the order of their rounds.
 */
import { useRouter } from "next/router";
import { useMemo, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from "react";
import { Button } from "@/components/ui/Button";
import { TreeRound } from "@/components/tournaments/bracket/TreeRound";
import { isMine, type Players } from "@/lib/tournaments/bracket";
import { layOut, type Column, type Place } from "@/lib/tournaments/tree";
import { windowOf, type Window } from "@/lib/tournaments/window";
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
  // Before the box is measured: a screen about the player's match, or the beginning.
  const [shown, setShown] = useState<Window>(() => screenAbout(placeOfMine(columns, seed)));
  const [focused, setFocused] = useState<string | null>(null);
  const [percent, setPercent] = useState(100);
  // Whoever reads large text reads it here, too.
  const [full] = useState(textScale);
  const [{ attach, by }] = useState(() => createZoom(full, { onZoom: setPercent, onWindow: setShown }));
  const onFocus = (event: FocusEvent) =>
    setFocused(event.target.closest("[data-key]")?.getAttribute("data-key") ?? null);
  const onClick = useLinks();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") by(STEP);
    else if (event.key === "-") by(1 / STEP);
    else return;
    event.preventDefault();
  };
  return (
    <div className="space-y-2">
      <ZoomButtons percent={percent} by={by} />
      <div
        ref={attach}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
        role="region"
        aria-label="The whole tree; plus and minus zoom"
        tabIndex={0}
        className="sideways max-h-[75dvh] touch-pan-x touch-pan-y overflow-auto overscroll-contain rounded-lg border border-line bg-raised"
      >
        <svg
          viewBox={`0 0 ${width} ${height}`}
          width={width * full}
          height={height * full}
          fontSize="12"
          className="block font-sans"
        >
          {columns.map((column) => (
            <TreeRound
              key={column.key}
              column={column}
              shown={shown}
              focused={indexOf(column, focused)}
              players={players}
              seed={seed}
              embedded={embedded}
            />
          ))}
        </svg>
        <span key={jumps} ref={jumps > 0 ? jumpToMine : showMine} hidden />
      </div>
    </div>
  );
}

function ZoomButtons({ percent, by }: { percent: number; by: (factor: number) => void }) {
  return (
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
  );
}

/** A link in a drawing would load the whole page anew. */
function useLinks() {
  const router = useRouter();
  return (event: MouseEvent) => {
    const href = (event.target as Element).closest("a")?.getAttribute("href");
    if (!href || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void router.push(href);
  };
}

const indexOf = ({ places }: Column, key: string | null): number =>
  key === null ? -1 : places.findIndex(({ match }) => match.key === key);

function placeOfMine(columns: readonly Column[], seed: number | null): Place | undefined {
  return columns
    .flatMap(({ places }) => places)
    .filter(({ match }) => isMine(match, seed))
    .at(-1);
}

/** The text size that is set on this phone, against the usual one; a match still fits on the narrowest screen. */
const textScale = (): number =>
  Math.min(1.6, Math.max(1, Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1));

const SCREEN = { width: 360, height: 600 } as const;

const screenAbout = (place: Place | undefined): Window =>
  windowOf({ x: (place?.x ?? 0) - SCREEN.width / 4, y: (place?.y ?? 0) - SCREEN.height / 2, ...SCREEN });

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
