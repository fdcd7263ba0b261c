/** Where each match of a knockout stands in a drawing, and the lines between them; positions in pixels. */
import type { Round, RoundMatch, Section } from "@/types/tournament";

export const BOX = { width: 176, height: 52 } as const;
const GAP = { x: 36, y: 14 } as const;
const HEAD = 34;
const STEP = { x: BOX.width + GAP.x, y: BOX.height + GAP.y } as const;
const PADDING = 8;

export type Place = { match: RoundMatch; x: number; y: number };
export type Column = {
  key: string;
  /** The part and the round in words. */
  name: string;
  label: string;
  x: number;
  y: number;
  places: readonly Place[];
  /** From the round before. */
  lines: readonly Line[];
};
/** A path, and between which heights it runs. */
export type Line = { top: number; bottom: number; path: string };
export type Tree = { width: number; height: number; columns: readonly Column[] };

/** Whether this is a knockout, which is what a tree can show. */
export const isTree = (sections: readonly Section[]): boolean => sections.some(({ name }) => name === "upper");

export function layOut(sections: readonly Section[]): Tree {
  const columns: Column[] = [];
  let top = PADDING;
  const upper = sections.find(({ name }) => name === "upper");
  const lower = sections.find(({ name }) => name === "lower");
  const final = sections.find(({ name }) => name === "final");
  const bronze = sections.find(({ name }) => name === "bronze");
  let ends = { x: PADDING, y: top };
  for (const section of [upper, lower]) {
    if (!section) continue;
    const drawn = drawSection(section, PADDING, top);
    columns.push(...drawn);
    top = bottomOf(drawn) + GAP.y * 2;
    ends = { x: Math.max(ends.x, ...drawn.map(({ x }) => x + STEP.x)), y: top };
  }
  const half = columns.find(({ key }) => key.startsWith("upper"));
  if (final) columns.push(...drawSection(final, ends.x, half ? middleOf(columns, "upper") : PADDING));
  if (bronze) {
    const under = columns.filter(({ key }) => key.startsWith("upper")).at(-1);
    const y = (under?.places[0]?.y ?? PADDING) + STEP.y + GAP.y;
    columns.push(...drawSection(bronze, under?.x ?? PADDING, y));
  }
  const width = Math.max(0, ...columns.map(({ x }) => x + BOX.width)) + PADDING;
  return { width, height: bottomOf(columns) + PADDING, columns };
}

function drawSection(section: Section, left: number, top: number): Column[] {
  const columns: Column[] = [];
  let before: readonly number[] = [];
  for (const [at, round] of section.rounds.entries()) {
    const heights = heightsOf(round, before);
    const places = round.matches.map((match, index) => ({
      match,
      x: left + at * STEP.x,
      y: top + HEAD + (heights[index] ?? 0),
    }));
    columns.push({
      key: `${section.name}-${round.number}`,
      name: `${section.label}, ${round.label}`,
      label: round.label,
      x: left + at * STEP.x,
      y: top,
      places,
      lines: linesBetween(columns.at(-1)?.places ?? [], places),
    });
    before = heights;
  }
  return columns;
}

/** Half as many matches as before stand between their two feeders; as many stand beside theirs. */
function heightsOf(round: Round, before: readonly number[]): number[] {
  return round.matches.map((_, index) => {
    if (before.length === 2 * round.matches.length)
      return ((before[2 * index] ?? 0) + (before[2 * index + 1] ?? 0)) / 2;
    if (before.length === round.matches.length) return before[index] ?? 0;
    return index * STEP.y;
  });
}

function linesBetween(before: readonly Place[], after: readonly Place[]): Line[] {
  const isHalf = before.length === 2 * after.length;
  if (!isHalf && before.length !== after.length) return [];
  return before.flatMap((from, index) => {
    const to = after[isHalf ? index >> 1 : index];
    if (!to) return [];
    const [x, y, end] = [from.x + BOX.width, from.y + BOX.height / 2, to.y + BOX.height / 2];
    return { top: Math.min(y, end), bottom: Math.max(y, end), path: `M${x} ${y}H${x + GAP.x / 2}V${end}H${to.x}` };
  });
}

const bottomOf = (columns: readonly Column[]): number =>
  columns.reduce((bottom, { places }) => places.reduce((lowest, { y }) => Math.max(lowest, y + BOX.height), bottom), 0);

/** Where a final begins, so that it stands level with the last match of its part. */
function middleOf(columns: readonly Column[], name: string): number {
  const last = columns.filter(({ key }) => key.startsWith(name)).at(-1);
  return (last?.places[0]?.y ?? PADDING + HEAD) - HEAD;
}
