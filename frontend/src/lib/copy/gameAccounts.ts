/** Texts for the names in the game: platforms, hints, and the status of each name. */
import type { Platform, Verifying } from "@/types/match";
import type { GameAccount } from "@/types/user";

/** Phones last: Call of Duty: Mobile publishes no records. */
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
  psn: "Your online ID, as it is spelt in the game.",
  xbl: "Your gamertag, as it is spelt in the game.",
  mobile: "Your nickname in the game. Capital letters count.",
};

export const SERVICE_SENTENCE: Record<Verifying, string> = {
  on: "Lookups work at the moment.",
  degraded: "Activision answers badly at the moment, so lookups take longer. Matches end just as well.",
  off: "We do not look matches up at the moment. Your reports and pictures decide, as always.",
};

export type AccountStatus = "linked" | "kept" | "checking" | "later" | "private" | "not_found" | "empty" | "taken";
type Copy = { label: string; tone: "win" | "stake" | "danger" | "muted"; text: string };

/** The status of a name for its player; a name that is never looked up is kept for opponents to see. */
export function accountStatus(account: GameAccount, service: Verifying | undefined): AccountStatus {
  if (account.visibility === "visible") return "linked";
  if (account.visibility !== "unknown") return account.visibility;
  if (account.platform === "mobile" || service === "off") return "kept";
  return account.probed_at === null ? "checking" : "later";
}

export const ACCOUNT_STATUS: Record<AccountStatus, Copy> = {
  linked: { label: "Linked", tone: "win", text: "We can look your matches up here." },
  kept: { label: "Saved", tone: "muted", text: "Opponents see this name. Nobody looks it up." },
  checking: { label: "Checking", tone: "muted", text: "We are checking with Activision. That can take a few minutes." },
  later: {
    label: "No answer yet",
    tone: "muted",
    text: "Activision did not answer. We check again in a quarter of an hour; you need not do anything.",
  },
  private: {
    label: "Private",
    tone: "stake",
    text: "Activision shows your matches to your friends only. You can open them, if you like.",
  },
  not_found: {
    label: "Not found",
    tone: "danger",
    text: "Activision knows nobody of this name here. Check the spelling, and the digits after #.",
  },
  empty: {
    label: "No matches",
    tone: "stake",
    text: "The name is there, but shows no matches. Either it is new in this game, or its data is private.",
  },
  taken: {
    label: "Taken",
    tone: "danger",
    text: "Another player of WageWars has this name. If it is yours, claim it.",
  },
};

/** How a player makes their data visible at Activision; a change there takes up to a day. */
export const HOW_TO_OPEN: readonly string[] = [
  "Log in at callofduty.com and open your profile.",
  "Go to Linked accounts (Account linking).",
  "At this platform set “Searchable” and “Data visible” to All, and save.",
  "Come back and tap “Check again”. Activision may need some hours, a day at most.",
];

/** Why a name is refused before it is sent; null when it is fine. */
export function nameProblem(name: string): string | null {
  if (name.length < 2) return "Type at least two letters.";
  if (/[\\/]/.test(name)) return "A name has no slash. Type it as it is spelt in the game.";
  return null;
}
