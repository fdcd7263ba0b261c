/**
 * The part of a drawing that is drawn: what its scrolling box shows and a margin around it. It moves in steps, so that
 * most scrolling draws nothing anew.
 */
export type Window = { left: number; right: number; top: number; bottom: number };

/** In the drawing's own pixels. */
const STEP = 300;
const MARGIN = 450;

type Shown = { x: number; y: number; width: number; height: number };

export function windowOf({ x, y, width, height }: Shown): Window {
  const [left, right] = steps(x, width);
  const [top, bottom] = steps(y, height);
  return { left, right, top, bottom };
}

const steps = (from: number, size: number): [number, number] => [
  Math.floor((from - MARGIN) / STEP) * STEP,
  Math.ceil((from + size + MARGIN) / STEP) * STEP,
];

export const isSame = (one: Window, other: Window): boolean =>
  one.left === other.left && one.right === other.right && one.top === other.top && one.bottom === other.bottom;

export const isAcross = ({ left, right }: Window, x: number, width: number): boolean => x < right && x + width > left;

export const isAlong = ({ top, bottom }: Window, from: number, to: number): boolean => from < bottom && to > top;
