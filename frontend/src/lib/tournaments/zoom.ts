/**
 * Zooms a drawing in a box that scrolls: its `viewBox` stays, its width and height change, and what lies
 * under the fingers (or in the middle) stays there. Dragging is the browser's own scrolling.
 */
import { isSame, windowOf, type Window } from "@/lib/tournaments/window";

const LEAST = 0.4;
const MOST = 2.5;

type Point = readonly [x: number, y: number];
type Camera = {
  scale: () => number;
  /** The point of the drawing at this place of the box. */
  under: (place: Point) => Point;
  zoomTo: (next: number, point: Point, place: Point) => void;
};
type Listeners = {
  onZoom: (percent: number) => void;
  /** Another part of the drawing has to be drawn. */
  onWindow: (window: Window) => void;
};
export type Zoom = { by: (factor: number) => void; attach: (box: HTMLElement | null) => (() => void) | undefined };

/** Begins at `full` times the drawing's own size, which counts as 100 %. */
export function createZoom(full: number, { onZoom, onWindow }: Listeners): Zoom {
  let scale = full;
  let box: HTMLElement | null = null;

  const under = ([x, y]: Point): Point => [((box?.scrollLeft ?? 0) + x) / scale, ((box?.scrollTop ?? 0) + y) / scale];

  function zoomTo(next: number, [left, top]: Point, [x, y]: Point): void {
    const drawing = box?.querySelector("svg");
    if (!box || !drawing) return;
    const to = full * Math.min(MOST, Math.max(LEAST, next / full));
    const { width, height } = drawing.viewBox.baseVal;
    scale = to;
    drawing.setAttribute("width", String(width * to));
    drawing.setAttribute("height", String(height * to));
    box.scrollLeft = left * to - x;
    box.scrollTop = top * to - y;
    onZoom(Math.round((to / full) * 100));
  }

  return {
    attach: (element) => {
      box = element;
      if (!element) return undefined;
      const stop = new AbortController();
      listen(element, { scale: () => scale, under, zoomTo }, stop.signal);
      watch(element, () => scale, onWindow, stop.signal);
      return () => stop.abort();
    },
    by: (factor) => {
      if (!box) return;
      const middle: Point = [box.clientWidth / 2, box.clientHeight / 2];
      zoomTo(scale * factor, under(middle), middle);
    },
  };
}

/** Two fingers, or a pinch on a touchpad, zoom about what lies under them, and two fingers take it along. */
function listen(element: HTMLElement, { scale, under, zoomTo }: Camera, signal: AbortSignal): void {
  let pinch: { distance: number; scale: number; point: Point } | null = null;
  const within = (x: number, y: number): Point => {
    const { left, top } = element.getBoundingClientRect();
    return [x - left, y - top];
  };
  const onTouch = (event: TouchEvent) => {
    const [one, other] = event.touches;
    if (!one || !other) return;
    event.preventDefault(); // else the browser zooms the whole page
    const distance = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const middle = within((one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
    pinch ??= { distance, scale: scale(), point: under(middle) };
    zoomTo((pinch.scale * distance) / pinch.distance, pinch.point, middle);
  };
  const onEnd = () => {
    pinch = null;
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return; // a pinch on a touchpad comes as one
    event.preventDefault();
    const place = within(event.clientX, event.clientY);
    zoomTo(scale() * Math.exp(-event.deltaY / 200), under(place), place);
  };
  const options = { passive: false, signal };
  element.addEventListener("touchstart", onTouch, options);
  element.addEventListener("touchmove", onTouch, options);
  element.addEventListener("touchend", onEnd, options);
  element.addEventListener("touchcancel", onEnd, options);
  element.addEventListener("wheel", onWheel, options);
}

/** Tells which part of the drawing is to be drawn, as the box scrolls, zooms or changes its size. */
function watch(element: HTMLElement, scale: () => number, tell: (window: Window) => void, signal: AbortSignal): void {
  let last: Window | null = null;
  const look = () => {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
    const by = 1 / scale();
    const next = windowOf({
      x: scrollLeft * by,
      y: scrollTop * by,
      width: clientWidth * by,
      height: clientHeight * by,
    });
    if (last && isSame(last, next)) return;
    last = next;
    tell(next);
  };
  element.addEventListener("scroll", look, { passive: true, signal });
  // Also tells once at the start; jsdom has none.
  const sizes = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(look);
  sizes?.observe(element);
  for (const child of element.children) sizes?.observe(child);
  signal.addEventListener("abort", () => sizes?.disconnect());
}
