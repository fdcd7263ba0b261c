/** Texts about the player's own part in a tournament: their seat, what leaving means, and why they cannot join. */
import { namePage } from "@/lib/copy/namePage";
import { kes } from "@/lib/format/money";
import { hour, momentWithin } from "@/lib/format/time";
import { isOver } from "@/lib/tournaments/status";
import type { MyPart, TournamentDetail } from "@/types/tournament";

type Text = { tone: "wait" | "stake" | "win"; title: string; text: string };

/** What seat the player has; null where nothing is to be said about one. */
export function seatText(part: MyPart, tournament: TournamentDetail): Text | null {
  const held = Number(part.held) > 0 ? `${kes(part.held)} of yours are held for it.` : "";
  const opens = `Check-in opens ${momentWithin(tournament.check_in_opens_at)}; we notify you.`;
  if (part.is_disqualified) {
    const text = isOver(tournament.status)
      ? "You have no place and no prize. If you object, write to us: see Help."
      : "You play no more matches and get no prize. If you object, write to us: see Help.";
    return { tone: "wait", title: "You are disqualified", text };
  }
  switch (part.status) {
    case "waiting":
      return {
        tone: "wait",
        title: part.waiting_place === null ? "You wait for a seat" : `You are number ${part.waiting_place} in line`,
        text: "Nothing is held while you wait. When a seat is free it goes to the first in line who has checked in or can still do so, and has the entry in their wallet. We notify you.",
      };
    case "registered":
      return part.can_check_in
        ? null
        : { tone: "win", title: "You have a seat", text: [held, opens].filter(Boolean).join(" ") };
    case "checked_in":
      return {
        tone: "win",
        title: "You are checked in",
        text: `It begins at ${hour(tournament.start_date)}. We notify you when your first match opens.`,
      };
    case "playing":
      return part.next_match
        ? null
        : { tone: "wait", title: "You are in", text: "Your next match is not known yet. We notify you when it opens." };
    case "out":
      return { tone: "wait", title: "You are out", text: "Your place is known when others have played on." };
    case "absent":
      return {
        tone: "wait",
        title: "You did not check in",
        text:
          tournament.absence === "refund"
            ? "Your seat went to others. If you had paid an entry, it is back in your wallet."
            : "Your seat went to others, and your entry stayed in the pool, as the rules say.",
      };
    case "removed":
      return { tone: "wait", title: "Our staff took you out", text: "An entry that was held is back in your wallet." };
    default:
      return null; // never in, or left again
  }
}

/** What of a prize is in the wallet, and what is still to come. */
export function comingText({ prize_to_come: more }: MyPart): string {
  return Number(more) > 0
    ? `are in your wallet. You moved up, since somebody was disqualified: ${kes(more ?? "0")} more come as they are recovered.`
    : "are in your wallet.";
}

/** What leaving means right now. */
export function leavingText(part: MyPart, tournament: TournamentDetail): string {
  if (part.status === "waiting") return "You lose your place in line. Nothing was held.";
  if (part.status === "playing") {
    return "You forfeit your open match and all that follow. The entry stays in, and you cannot come back.";
  }
  const back = Number(part.held) > 0 ? `${kes(part.held)} come back to your wallet at once. ` : "";
  return `${back}Your seat goes ${tournament.waiting > 0 ? "to the waiting list" : "to somebody else"}. ${
    tournament.status === "registration"
      ? "While registration is open you can join again, if a seat is free."
      : "You cannot join again: registration is over."
  }`;
}

/** What comes of a place that stands, before the prizes are paid. */
export function comingPrizeText(place: number, { status, prize_table: table }: TournamentDetail): string {
  const isPlayed = status === "finalising";
  if (!table.some((prize) => prize.place >= place && Number(prize.amount) > 0))
    return isPlayed ? "This place has no prize." : "Your place stands. It has no prize.";
  return isPlayed
    ? "Prizes are paid once the last result can no longer be contested. We notify you."
    : "Your place stands. Prizes are paid when the tournament is over.";
}

/** Why the player cannot join, where a tournament has more to say than the sentence for all. */
export const refusalText = (refusal: string, tournament: TournamentDetail): string | undefined =>
  refusal === "insufficient_balance"
    ? `The entry is ${kes(tournament.entry_fee)}, and your wallet has less to play with. Deposit, then join here.`
    : undefined;

/** Where the player mends what keeps them out; null where time or others must. */
export function wayOut(refusal: string, { id, platform }: TournamentDetail): { href: string; name: string } | null {
  const here = encodeURIComponent(`/tournaments/${id}`);
  switch (refusal) {
    case "insufficient_balance":
    case "money_owed":
      return { href: `/wallet?next=${here}`, name: "Deposit from M-Pesa" };
    case "game_name_needed":
      return { href: namePage(platform, `/tournaments/${id}`), name: "Add your name in the game" };
    case "phone_not_verified":
      return { href: `/auth/register?next=${here}`, name: "Confirm your phone" };
    default:
      return null;
  }
}
