/** Texts of the match room; presets are shown in the reader's language, whoever wrote them. */
import { moment } from "@/lib/format/time";
import type { Preset, ReportReason, Room, RoomMessage } from "@/types/room";

type Language = "en" | "sw";

export const LONGEST_TEXT = 200;

/** In the order of a match: before it, and after it. */
export const PRESETS: readonly Preset[] = ["hosting", "invite_me", "on_my_way", "five_minutes", "bad_lag", "good_game"];

const PRESET_TEXT: Record<Language, Record<Preset, string>> = {
  en: {
    hosting: "I'm hosting.",
    invite_me: "Invite me, please.",
    on_my_way: "I'm on my way.",
    five_minutes: "Five minutes, please.",
    bad_lag: "I have bad lag.",
    good_game: "Good game!",
  },
  sw: {
    hosting: "Mimi ndiye mwenyeji.",
    invite_me: "Nialike, tafadhali.",
    on_my_way: "Niko njiani.",
    five_minutes: "Dakika tano, tafadhali.",
    bad_lag: "Mtandao wangu unakwama.",
    good_game: "Mchezo mzuri!",
  },
};

export const presetText = (preset: Preset, language: Language = "en"): string => PRESET_TEXT[language][preset];

/** What a message says to its reader. */
export function messageText(
  message: Pick<RoomMessage, "preset" | "text"> & { is_hidden?: boolean },
  language?: Language,
): string {
  if (message.preset) return presetText(message.preset, language);
  return message.text ?? "Our staff has hidden this message.";
}

export const REPORT_REASONS: readonly (readonly [ReportReason, string])[] = [
  ["abuse", "Insults"],
  ["threat", "A threat"],
  ["cheating", "Asks me to cheat"],
  ["personal_data", "Personal data"],
  ["other", "Something else"],
];

/** Why nobody writes here any more, or only ready-made messages; null while everything is open. */
export function closedCopy({ closed_reason: reason, silenced_until: until }: Room): string | null {
  if (reason === "disputed") return "This match is disputed, so nothing is added here. A referee can read this.";
  if (reason === "ended") return "This match is over, so nothing is added here.";
  if (reason === "not_a_player") return "Only the two players write here.";
  if (reason === "silenced")
    return `Our staff has paused your own texts${until ? ` until ${moment(until)}` : ""}. The ready-made messages still work.`;
  return null;
}

/** Only ready-made messages, or everything. */
export const mayTap = (room: Room): boolean => room.can_write || room.closed_reason === "silenced";
