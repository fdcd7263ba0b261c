/** Every state of a withdrawal in a sentence; a new state does not compile without one. */
import type { Withdrawal, WithdrawalState } from "@/types/transaction";
import { kes } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";

type Words = { title: string; text: string };

const CANNOT_GET_LOST = "It either arrives on your phone or comes back to your wallet; it cannot get lost.";

const WORDS: Record<WithdrawalState, (withdrawal: Withdrawal) => Words> = {
  awaiting_code: ({ amount, phone }) => ({
    title: "Type the code from the SMS",
    text: `We sent it to ${localPhone(phone)}. ${kes(amount)} is set aside for you; nothing leaves before you type it.`,
  }),
  // In between the API knows better than this page why it takes as long as it takes.
  held: ({ message }) => ({ title: "In line to be sent", text: `${message} You can still cancel.` }),
  sending: ({ message }) => ({ title: "Handing it to M-Pesa", text: message }),
  sent: ({ message }) => ({ title: "M-Pesa is paying you", text: message }),
  unknown: ({ message }) => ({ title: "Your money is safe, being confirmed", text: `${message} ${CANNOT_GET_LOST}` }),
  review: ({ message }) => ({
    title: "Your money is safe, a person is checking",
    text: `${message} ${CANNOT_GET_LOST}`,
  }),
  paid: ({ net, phone }) => ({
    title: `${kes(net)} is on your M-Pesa`,
    text: `It was sent to ${localPhone(phone)}. M-Pesa’s own SMS has the same code as below.`,
  }),
  released: ({ sent_at, failure, message }) => ({
    title: sent_at ? "The withdrawal did not go through" : "Nothing was sent",
    text: failure?.message ?? message,
  }),
};

export const withdrawalCopy = (withdrawal: Withdrawal): Words => WORDS[withdrawal.state](withdrawal);

type Patience = { usual: string; longer: string };
const SAFE = "your money is set aside and safe";
const SLOWLY = "That can take some hours. You need not do anything.";

/** How long each wait usually is, and what is said when it is longer. Ends wait for nothing. */
const PATIENCE: Record<WithdrawalState, Patience | null> = {
  awaiting_code: null,
  held: {
    usual: "It leaves in a moment.",
    longer: "It waits longer than usual, and leaves by itself as soon as it can.",
  },
  sending: {
    usual: "This takes a few seconds.",
    longer: `M-Pesa is slow to answer. We keep at it; ${SAFE}.`,
  },
  sent: {
    usual: "This is usually done within a minute.",
    longer: `This takes longer than usual. We ask M-Pesa how it stands; ${SAFE}.`,
  },
  unknown: {
    usual: "We ask again and again until M-Pesa tells us.",
    longer: "We ask again every few minutes, for as long as it takes.",
  },
  review: { usual: SLOWLY, longer: SLOWLY },
  paid: null,
  released: null,
};

/** After so many seconds a wait counts as long. */
export const LONG_WAIT = 60;
export const waitCopy = ({ state }: Withdrawal, long: boolean): string | null =>
  PATIENCE[state]?.[long ? "longer" : "usual"] ?? null;

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
export const currentStep = ({ state, sent_at }: Withdrawal): number =>
  state === "released" && !sent_at ? 1 : WITHDRAWAL_STEP[state];

/** What the amount form offers first: KES 500, or all there is when that is less. */
export const firstAmount = (available: string): number => Math.min(500, Math.floor(Number(available)));
