/**
 * What this phone remembers. Nothing secret, because phones are shared; the last answers of the API
 * ("kept", see lib/api/kept.ts) go when the player logs out.
 */

type Key =
  | "signed-in"
  | "last-wager"
  | "game"
  | "install-dismissed"
  | "statement-language"
  | "device"
  | "kept"
  | "kept-at"
  | "alarms-closed"
  | "alarms-sounded"
  | "room-read"
  | "reserves-seen";

/** Local storage throws in private windows and when it is full; a preference may be lost. */
function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

export const read = (key: Key): string | null => attempt(() => localStorage.getItem(`ww.${key}`), null);
export const write = (key: Key, value: string): void =>
  attempt(() => localStorage.setItem(`ww.${key}`, value), undefined);
export const forget = (key: Key): void => attempt(() => localStorage.removeItem(`ww.${key}`), undefined);

/** Where a player is in a form of several steps: it outlives a reload of this tab, and nothing else. */
export type Step = "next-reset-code" | "reset" | "left";

export const keptStep = (step: Step): string | null => attempt(() => sessionStorage.getItem(`ww.${step}`), null);
export const keepStep = (step: Step, value: string): void =>
  attempt(() => sessionStorage.setItem(`ww.${step}`, value), undefined);
export const forgetStep = (step: Step): void => attempt(() => sessionStorage.removeItem(`ww.${step}`), undefined);
