/**
 * Zooms a drawing in a box that scrolls: its `viewBox` stays, its width and height change, and what lies
 * under the fingers (or in the middle) stays there. Dragging is the browser's own scrolling.
 */
const LEAST = 0.4;
const MOST = 2.5;

type ZoomTo = (next: number, x: number, y: number) => void;
export type Zoom = { by: (factor: number) => void; attach: (box: HTMLElement | null) => (() => void) | undefined };

export function createZoom(onChange: (percent: number) => void): Zoom {
  let scale = 1;
  let box: HTMLElement | null = null;

  function zoomTo(next: number, x: number, y: number): void {
    const drawing = box?.querySelector("svg");
    if (!box || !drawing) return;
    const to = Math.min(MOST, Math.max(LEAST, next));
    const { width, height } = drawing.viewBox.baseVal;
    const [left, top] = [(box.scrollLeft + x) / scale, (box.scrollTop + y) / scale];
    scale = to;
    drawing.setAttribute("width", String(width * to));
    drawing.setAttribute("height", String(height * to));
    box.scrollLeft = left * to - x;
    box.scrollTop = top * to - y;
    onChange(Math.round(to * 100));
  }

  return {
    attach: (element) => {
      box = element;
      return element ? listen(element, zoomTo, () => scale) : undefined;
    },
    by: (factor) => {
      if (box) zoomTo(scale * factor, box.clientWidth / 2, box.clientHeight / 2);
    },
  };
}

/** Two fingers, or a pinch on a touchpad, zoom about what lies under them; returns the function that stops it. */
function listen(element: HTMLElement, zoomTo: ZoomTo, scale: () => number): () => void {
  let pinch: { distance: number; scale: number } | null = null;
  const within = (x: number, y: number) => {
    const { left, top } = element.getBoundingClientRect();
    return [x - left, y - top] as const;
  };
  const onTouch = (event: TouchEvent) => {
    const [one, other] = event.touches;
    if (!one || !other) return;
    event.preventDefault(); // else the browser zooms the whole page
    const distance = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    pinch ??= { distance, scale: scale() };
    const middle = within((one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
    zoomTo((pinch.scale * distance) / pinch.distance, ...middle);
  };
  const onEnd = () => {
    pinch = null;
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return; // a pinch on a touchpad comes as one
    event.preventDefault();
    zoomTo(scale() * Math.exp(-event.deltaY / 200), ...within(event.clientX, event.clientY));
  };
  const stop = new AbortController();
  const options = { passive: false, signal: stop.signal };
  element.addEventListener("touchstart", onTouch, options);
  element.addEventListener("touchmove", onTouch, options);
  element.addEventListener("touchend", onEnd, options);
  element.addEventListener("touchcancel", onEnd, options);
  element.addEventListener("wheel", onWheel, options);
  return () => stop.abort();
}
