/** Every state of a withdrawal in a sentence; a new state does not compile without one. */
import type { Withdrawal, WithdrawalState } from "@/types/transaction";
import { kes } from "@/lib/money";
import { localPhone } from "@/lib/phone";

type Words = { title: string; text: string };

const WORDS: Record<WithdrawalState, (withdrawal: Withdrawal) => Words> = {
  awaiting_code: ({ amount, phone }) => ({
    title: "Type the code from the SMS",
    text: `We sent it to ${localPhone(phone)}. ${kes(amount)} is set aside for you; nothing leaves before you type it.`,
  }),
  held: ({ net, message }) => ({
    title: "In line to be sent",
    text: message || `Your code is right. ${kes(net)} goes to M-Pesa in a moment, and you can still cancel.`,
  }),
  sending: ({ net }) => ({
    title: "Handing it to M-Pesa",
    text: `We are asking M-Pesa to pay out ${kes(net)}. This takes a few seconds.`,
  }),
  sent: ({ net, phone }) => ({
    title: "M-Pesa is paying you",
    text: `M-Pesa has taken it and is sending ${kes(net)} to ${localPhone(phone)}. That is usually done within a minute.`,
  }),
  unknown: ({ net }) => ({
    title: "Your money is safe, being confirmed",
    text: `M-Pesa has not told us yet whether ${kes(net)} reached you. We keep asking until it does. The money either arrives on your phone or comes back to your wallet; it cannot get lost.`,
  }),
  review: ({ net }) => ({
    title: "Your money is safe, a person is checking",
    text: `M-Pesa’s answer about ${kes(net)} was not clear, so two of us look at it by hand. The money either arrives on your phone or comes back to your wallet.`,
  }),
  paid: ({ net, phone }) => ({
    title: `${kes(net)} is on your M-Pesa`,
    text: `It was sent to ${localPhone(phone)}. M-Pesa’s own SMS has the same code as below.`,
  }),
  released: ({ amount, failure, message }) => ({
    title: `${kes(amount)} is back in your wallet`,
    text: failure?.message ?? message,
  }),
};

export const withdrawalWords = (withdrawal: Withdrawal): Words => WORDS[withdrawal.state](withdrawal);

/** The four stations of a withdrawal, and which one each state has reached. */
export const WITHDRAWAL_STEPS = ["Your code", "In line", "M-Pesa", "Arrived"] as const;
export const WITHDRAWAL_STEP: Record<WithdrawalState, 0 | 1 | 2 | 3> = {
  awaiting_code: 0,
  held: 1,
  sending: 2,
  sent: 2,
  unknown: 2,
  review: 2,
  paid: 3,
  released: 2,
};

/** While nothing has gone to M-Pesa the player may change his mind. */
const CANCELLABLE: Record<WithdrawalState, boolean> = {
  awaiting_code: true,
  held: true,
  sending: false,
  sent: false,
  unknown: false,
  review: false,
  paid: false,
  released: false,
};
export const canCancel = ({ state }: Withdrawal): boolean => CANCELLABLE[state];

/** The station where a withdrawal stopped or stands: one that came back before it was sent stops there. */
export const stationOf = ({ state, sent_at }: Withdrawal): number =>
  state === "released" && !sent_at ? 1 : WITHDRAWAL_STEP[state];

/** What the amount form offers first: KES 500, or all there is when that is less. */
export const firstAmount = (available: string): number => Math.min(500, Math.floor(Number(available)));
