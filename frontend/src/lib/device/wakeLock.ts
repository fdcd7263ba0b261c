/** Keeps the screen on while something on it must not be missed; a phone turns dark after half a minute. */

/** A ref: the screen stays on as long as the element is there, also after a visit to another app. */
export function keepAwake(element: HTMLElement | null): (() => void) | undefined {
  if (!element || !("wakeLock" in navigator)) return undefined;
  let lock: Promise<WakeLockSentinel | null> | null = null;
  // Refused while the battery is low: then the screen turns dark as usual.
  const hold = () => {
    if (document.visibilityState === "visible") lock = navigator.wakeLock.request("screen").catch(() => null);
  };
  hold();
  document.addEventListener("visibilitychange", hold);
  return () => {
    document.removeEventListener("visibilitychange", hold);
    void lock?.then((held) => held?.release());
  };
}
