/** Moves the focus to a heading that has just appeared, so that a screen reader continues there. */

/** A ref for the heading of a new step; the element needs `tabIndex={-1}`. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus({ preventScroll: true });
