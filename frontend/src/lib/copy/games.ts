/** Titles, modes and platforms by the names that players use. */
import type { Mode, Platform, Title } from "@/types/match";

export const TITLE_NAME: Record<Title, string> = {
  mw: "Modern Warfare",
  cw: "Black Ops Cold War",
  vg: "Vanguard",
  codm: "Call of Duty: Mobile",
};

export const MODE_NAME: Record<Mode, string> = {
  gunfight: "Gunfight",
  dm: "Duel",
  sd: "Search & Destroy",
};

export const PLATFORM_NAME: Record<Platform, string> = {
  acti: "Crossplay (Activision ID)",
  battle: "PC (Battle.net)",
  psn: "PlayStation",
  xbl: "Xbox",
  mobile: "Phone",
};

/** Where each title exists; the API refuses the rest (`PLATFORMS_OF`). */
export const PLATFORMS_OF: Record<Title, readonly Platform[]> = {
  mw: ["acti", "battle", "psn", "xbl"],
  cw: ["acti", "battle", "psn", "xbl"],
  vg: ["acti", "battle", "psn", "xbl"],
  codm: ["mobile"],
};

export type Game = { title: Title; mode: Mode; platform: Platform };
export const DEFAULT_GAME: Game = { title: "mw", mode: "gunfight", platform: "acti" };

/** "Modern Warfare, Gunfight" */
export const gameLabel = (game: Pick<Game, "title" | "mode">): string =>
  `${TITLE_NAME[game.title]}, ${MODE_NAME[game.mode]}`;
