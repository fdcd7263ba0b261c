/** The versions of what players agree to: the day a text last changed. A test of the backend compares them with the API's. */

/** Of the terms and the privacy notice together. */
export const TERMS_VERSION = "2026-12-01";
/** Of `PUBLIC_NAME_SENTENCE`. */
export const PUBLIC_NAME_VERSION = "2026-12-01";

export const PUBLIC_NAME_SENTENCE =
  "Show my username beside my results: on leaderboards, in tournaments and their prizes, and on my profile.";

/** Whether a name stands for somebody who shows none, so that there is no profile behind it. */
export const isHandle = (name: string): boolean => name.startsWith("hidden-");
