/** What the status of a tournament means for what is shown; apart from its texts, which few pages need. */
import type { TournamentStatus } from "@/types/tournament";

export const isOver = (status: TournamentStatus): boolean =>
  status === "paid" || status === "archived" || status === "cancelled";

/** Whether there are seeds, and so a bracket. */
export const hasBracket = (status: TournamentStatus): boolean =>
  !["draft", "registration", "check_in", "cancelled"].includes(status);
