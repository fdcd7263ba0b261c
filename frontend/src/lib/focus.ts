/** Moves the focus to what has just appeared, so that a screen reader and the keyboard continue there. */

/** A ref for the heading of a new step; the element needs `tabIndex={-1}`. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus({ preventScroll: true });

/**
 * The same, only if the element that had the focus is gone: it never takes the focus from a field or a
 * sheet, and leaves a page alone that the player has just opened by its address.
 */
export function focusIfLost(element: HTMLElement | null): void {
  if (!element || navigator.userActivation?.hasBeenActive === false) return;
  // After the commit: a sheet that closes with it gives the focus back first.
  queueMicrotask(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) focusOnMount(element);
  });
}
