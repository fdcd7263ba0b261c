/** What linking a name does, and how each stands, in a player's words. */
import type { Platform, Verifying } from "@/types/match";
import type { GameAccount } from "@/types/user";

/** Phones last: Call of Duty: Mobile shows nobody its records. */
export const PLATFORMS: readonly Platform[] = ["acti", "psn", "xbl", "battle", "mobile"];

export const ACCOUNT_NAME: Record<Platform, string> = {
  acti: "Activision ID",
  battle: "Battle.net",
  psn: "PlayStation",
  xbl: "Xbox",
  mobile: "Call of Duty: Mobile",
};

export const HINT: Record<Platform, string> = {
  acti: "With its digits, like Simba#1234567. In the game: Options, Account.",
  battle: "With its digits, like Simba#21234.",
  psn: "Your online ID, as it stands in the game.",
  xbl: "Your gamertag, as it stands in the game.",
  mobile: "Your nickname in the game. Capital letters count.",
};

export const SERVICE_SENTENCE: Record<Verifying, string> = {
  on: "Looking up works at the moment.",
  degraded: "Activision answers badly at the moment, so looking up takes longer. Matches end just as well.",
  off: "We do not look matches up at the moment. Your reports and pictures decide, as always.",
};

export type Standing = "linked" | "kept" | "checking" | "later" | "private" | "not_found" | "empty" | "taken";
type Words = { word: string; tone: "win" | "stake" | "danger" | "muted"; text: string };

/** How a name stands for the player; a name that nobody looks up is kept for his opponents. */
export function standingOf(account: GameAccount, service: Verifying | undefined): Standing {
  if (account.visibility === "visible") return "linked";
  if (account.visibility !== "unknown") return account.visibility;
  if (account.platform === "mobile" || service === "off") return "kept";
  return account.probed_at === null ? "checking" : "later";
}

export const STANDING: Record<Standing, Words> = {
  linked: { word: "Linked", tone: "win", text: "We can look your matches up here." },
  kept: { word: "Saved", tone: "muted", text: "Opponents see this name. Nobody looks it up." },
  checking: { word: "Checking", tone: "muted", text: "We are asking Activision. That takes a few seconds." },
  later: {
    word: "No answer yet",
    tone: "muted",
    text: "Activision did not answer. We ask again in a quarter of an hour; you need not do anything.",
  },
  private: {
    word: "Private",
    tone: "stake",
    text: "Activision shows your matches to your friends only. You can open them, if you like.",
  },
  not_found: {
    word: "Not found",
    tone: "danger",
    text: "Activision knows nobody of this name here. Check the spelling, and the digits after #.",
  },
  empty: {
    word: "No matches",
    tone: "stake",
    text: "The name is there, but shows no matches. Either it is new in this game, or its data is private.",
  },
  taken: {
    word: "Taken",
    tone: "danger",
    text: "This name belongs to another player of WageWars. If it is yours, write to support.",
  },
};

/** How a player opens what Activision shows of him; a change there takes up to a day. */
export const HOW_TO_OPEN: readonly string[] = [
  "Log in at callofduty.com and open your profile.",
  "Go to Linked accounts (Account linking).",
  "At this platform set “Searchable” and “Data visible” to All, and save.",
  "Come back and tap “Check again”. Activision may need some hours, a day at most.",
];

/** Why a name cannot be one, before we ask the server; null when it can. */
export function nameProblem(name: string): string | null {
  if (name.length < 2) return "Type at least two letters.";
  if (/[\\/]/.test(name)) return "A name has no slash. Type it as it stands in the game.";
  return null;
}
