/** One round in the drawing of a tree: of its matches and lines those that are seen, or that the keyboard can reach. */
import { memo } from "react";
import { TreeMatch } from "@/components/tournaments/bracket/TreeMatch";
import { isMine, type Players } from "@/lib/tournaments/bracket";
import { BOX, type Column, type Place } from "@/lib/tournaments/tree";
import { isAcross, isAlong, type Window } from "@/lib/tournaments/window";

type Props = {
  column: Column;
  shown: Window;
  /** The index of the match that has the focus, or -1. */
  focused: number;
  players: Players;
  seed: number | null;
  embedded: boolean;
};

export const TreeRound = memo(function TreeRound({ column, shown, focused, players, seed, embedded }: Props) {
  return (
    <g role="list" aria-label={column.name}>
      <path d={linesIn(column, shown)} aria-hidden className="fill-none stroke-edge stroke-2" />
      <text x={column.x} y={column.y + 20} aria-hidden className="fill-muted font-bold">
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
