/** Sentences about a player's name and document. */
import type { DocumentKind, PlayerIdentity } from "@/types/protection";

export const DOCUMENTS: readonly (readonly [DocumentKind, string])[] = [
  ["national_id", "National ID"],
  ["passport", "Passport"],
  ["alien_id", "Alien ID"],
];

export const MPESA_SAYS: Record<NonNullable<PlayerIdentity["mpesa"]>, string> = {
  same: "M-Pesa gives the same name for your number.",
  cleared: "Our staff has checked the name of your number.",
  consistent: "M-Pesa shows too little of the name to check it. A document does it.",
  unreadable: "M-Pesa does not show the name. A document does it.",
  differs: "M-Pesa gives another name for your number. Withdrawals wait until our staff has looked.",
  undeclared: "M-Pesa has named your number. Save your name to compare them.",
};

const REASONS: Record<string, string> = {
  not_found: "This number was not found. Check it, and try again.",
  under_18: "Your document says that you are under 18.",
  spoof: "The pictures did not show you. Try again in better light.",
  document_expired: "Your document has expired.",
  document_of_another: "This document is not accepted for this account.",
  no_answer: "No pictures came in time. Ask again when you are ready.",
};

export const reasonText = (reason: string | null): string =>
  REASONS[reason ?? ""] ?? "The last check could not be made. You can ask again.";
