/** The address of the page for names in the game; apart from their texts, which few pages need. */
import type { Platform } from "@/types/match";

/** The one place where names are added and changed, opened at `platform`, with the way back to `next`. */
export const namePage = (platform: Platform, next = "/matches/find"): string =>
  `/profile/games?platform=${platform}&next=${encodeURIComponent(next)}`;
