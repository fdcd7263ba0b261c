/** What the check of one's own money says, in plain words. */
import type { OwnVerdict } from "@/lib/reserves/check";

type Failure = Exclude<OwnVerdict, "in" | "gone">;

export const FAILED: Record<Failure, { title: string; text: string }> = {
  "left-out": {
    title: "You are not in this count",
    text: "If you joined after it was made, the next one has you. If your account is older, your money is missing from it: do not let that pass.",
  },
  "not-in": {
    title: "The count does not hold your money",
    text: "The numbers we gave you do not lead to what we published. Either your amount was changed, or the count is wrong.",
  },
  "record-changed": {
    title: "This count is not what was published",
    text: "Its text does not fit its own code: it was changed afterwards.",
  },
  "signature-wrong": {
    title: "This count is not signed by us",
    text: "Somebody else made it, or it was changed afterwards.",
  },
  "history-changed": {
    title: "An earlier count was changed",
    text: "What was published once must stay. The counts no longer fit each other, or the one that this phone saw before.",
  },
};
