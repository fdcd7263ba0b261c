/** Preferences in local storage. Nothing secret and no money, because phones are shared. */

type Key = "signed-in" | "last-wager" | "game" | "install-dismissed" | "statement-language" | "device";

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
