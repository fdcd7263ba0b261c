/**
 * A whole knockout as one drawing in a box that scrolls. Drawn is what the box shows, and what the keyboard can reach
 * from there: matches are in the order of their rounds.
 */
import { useRouter } from "next/router";
import { memo, useMemo, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from "react";
import { Button } from "@/components/ui/Button";
import { TreeMatch } from "@/components/tournaments/bracket/TreeMatch";
import { isMine, type Players } from "@/lib/tournaments/bracket";
import { BOX, layOut, type Column, type Place } from "@/lib/tournaments/tree";
import { isAcross, isAlong, windowOf, type Window } from "@/lib/tournaments/window";
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
  const [{ attach, by }] = useState(() => createZoom({ onZoom: setPercent, onWindow: setShown }));
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
        onFocus={onFocus}
        role="region"
        aria-label="The whole tree; plus and minus zoom"
        tabIndex={0}
        className="sideways max-h-[75dvh] touch-pan-x touch-pan-y overflow-auto overscroll-contain rounded-lg border border-line bg-raised"
      >
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block font-sans">
          {columns.map((column) => (
            <Round
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

type RoundProps = {
  column: Column;
  shown: Window;
  /** The index of the match that has the focus, or -1. */
  focused: number;
  players: Players;
  seed: number | null;
  embedded: boolean;
};

const Round = memo(function Round({ column, shown, focused, players, seed, embedded }: RoundProps) {
  return (
    <g role="list" aria-label={column.name}>
      <path d={linesIn(column, shown)} aria-hidden className="fill-none stroke-edge stroke-2" />
      <text x={column.x} y={column.y + 20} aria-hidden className="fill-muted text-xs font-bold">
        {column.label}
      </text>
      {column.places.map((place, index) =>
        isDrawn(column, index, shown, focused) || isMine(place.match, seed) ? (
          <TreeMatch
            key={place.match.key}
            match={place.match}
            x={place.x}
            y={place.y}
            at={index + 1}
            of={column.places.length}
            players={players}
            mine={isMine(place.match, seed)}
            seed={seed}
            embedded={embedded}
          />
        ) : null,
      )}
    </g>
  );
});

/** What is seen; and for the keyboard the ends of each round, and the neighbours of what has the focus. */
function isDrawn({ places }: Column, index: number, shown: Window, focused: number): boolean {
  if (index === 0 || index === places.length - 1) return true;
  if (focused >= 0 && Math.abs(index - focused) <= 1) return true;
  const { x, y } = places[index] as Place;
  return isAcross(shown, x, BOX.width) && isAlong(shown, y, y + BOX.height);
}

/** One path for all lines that are seen. */
const linesIn = ({ x, lines }: Column, shown: Window): string =>
  isAcross(shown, x - BOX.width, 2 * BOX.width)
    ? lines
        .filter(({ top, bottom }) => isAlong(shown, top, bottom))
        .map(({ path }) => path)
        .join("")
    : "";

const indexOf = ({ places }: Column, key: string | null): number =>
  key === null ? -1 : places.findIndex(({ match }) => match.key === key);

function placeOfMine(columns: readonly Column[], seed: number | null): Place | undefined {
  return columns
    .flatMap(({ places }) => places)
    .filter(({ match }) => isMine(match, seed))
    .at(-1);
}

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
