/** Fingers on the screen, as the browser itself gets them, and how evenly it draws meanwhile. */
import type { CDPSession, Page } from "@playwright/test";

type Finger = { x: number; y: number };
export type Smoothness = { longest: number; frames: number };

/** Moves fingers in steps from where they touch to where they lift; returns what the page drew meanwhile. */
export async function glide(
  page: Page,
  cdp: CDPSession,
  fingers: readonly (readonly [from: Finger, to: Finger])[],
): Promise<Smoothness> {
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
      new Promise<Smoothness>((resolve) =>
        setTimeout(() => {
          const { gaps } = window as unknown as { gaps: number[] };
          delete (window as unknown as { gaps?: number[] }).gaps;
          resolve({ longest: Math.max(...gaps), frames: gaps.length });
        }, 300),
      ),
  );
}
