/** The server's time, because phones often have a wrong clock and deadlines are the server's. */

let offset = 0;

/** Learns how far this phone's clock is off from the `Date` header of an answer (whole seconds). */
export function learnServerTime(header: string | null, now = Date.now()): void {
  if (!header) return;
  const server = Date.parse(header);
  if (Number.isNaN(server)) return;
  const measured = server + 500 - now;
  // Below two seconds it is network noise: keep the phone's own, smoother clock.
  offset = Math.abs(measured) < 2_000 ? 0 : measured;
}

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = (): number => Date.now() + offset;
