/** Fingers on the screen, as the browser itself gets them, and how evenly it draws meanwhile. */
import type { CDPSession, Page } from "@playwright/test";

type Finger = { x: number; y: number };

/**
 * Moves fingers in steps from where they touch to where they lift; returns within how many milliseconds 95 of 100
 * frames came meanwhile. The longest alone would be what else the machine does.
 */
export async function glide(
  page: Page,
  cdp: CDPSession,
  fingers: readonly (readonly [from: Finger, to: Finger])[],
): Promise<number> {
  const steps = 24;
  const at = (step: number) =>
    fingers.map(([from, to], id) => ({
      x: from.x + ((to.x - from.x) * step) / steps,
      y: from.y + ((to.y - from.y) * step) / steps,
      id,
    }));
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const onFrame = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      if ("gaps" in window) requestAnimationFrame(onFrame);
    };
    Object.assign(window, { gaps });
    requestAnimationFrame(onFrame);
  });
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let step = 1; step <= steps; step += 1)
    await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(step) });
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  return page.evaluate(
    () =>
      // What the movement left to draw counts, too.
      new Promise<number>((resolve) =>
        setTimeout(() => {
          const { gaps } = window as unknown as { gaps: number[] };
          delete (window as unknown as { gaps?: number[] }).gaps;
          resolve(gaps.sort((one, other) => one - other)[Math.floor(gaps.length * 0.95)] ?? Infinity);
        }, 300),
      ),
  );
}
