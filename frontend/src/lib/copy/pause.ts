/** Whether a pause after missed matches still goes on. */
import { serverNow } from "@/lib/format/clock";
import type { Cooldown } from "@/types/match";

export const isPausing = (pause: Cooldown | null | undefined): boolean =>
  pause?.until != null && Date.parse(pause.until) > serverNow();
