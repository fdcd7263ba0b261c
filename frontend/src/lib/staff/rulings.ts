/** What can be ruled about a payment, in words; the API refuses what its state does not allow. */
import type { AdminPayment, RulingAction } from "@/types/staff";

type Kind = AdminPayment["kind"];

/** `needs`: what has to be named with it. */
export type Possible = { action: RulingAction; says: string; needs?: "receipt" | "username"; in: readonly string[] };

export const POSSIBLE: Record<Kind, readonly Possible[]> = {
  deposit: [
    {
      action: "credit",
      says: "It was paid: into the wallet",
      needs: "receipt",
      in: ["review", "unknown", "failed", "expired"],
    },
    { action: "fail", says: "No money came", in: ["review"] },
    { action: "refund", says: "Give it back by M-Pesa", in: ["credited"] },
  ],
  withdrawal: [
    { action: "pay", says: "M-Pesa has paid it", needs: "receipt", in: ["review", "unknown", "released"] },
    { action: "release", says: "It was not paid: back into the wallet", in: ["review"] },
    { action: "ask_again", says: "Ask M-Pesa once more", in: ["review", "unknown"] },
  ],
  paybill: [
    { action: "assign", says: "It belongs to this player", needs: "username", in: ["suspense", "review", "refused"] },
    { action: "credit", says: "To whose account number was typed", in: ["review", "refused"] },
    { action: "refund", says: "Give it back by M-Pesa", in: ["suspense", "credited"] },
    { action: "refuse", says: "There was no such payment", in: ["review"] },
  ],
  refund: [
    { action: "done", says: "M-Pesa has given it back", needs: "receipt", in: ["review", "unknown"] },
    { action: "release", says: "Back into the wallet", in: ["review"] },
  ],
};
