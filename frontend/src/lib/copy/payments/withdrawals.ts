/** The text for every state of a withdrawal; a new state does not compile without one. */
import type { Withdrawal, WithdrawalState } from "@/types/transaction";
import { kes } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";

type Copy = { title: string; text: string };

const CANNOT_GET_LOST = "It either arrives on your phone or comes back to your wallet; it cannot get lost.";

const COPY: Record<WithdrawalState, (withdrawal: Withdrawal) => Copy> = {
  awaiting_code: ({ amount, phone }) => ({
    title: "Type the code from the SMS",
    text: `We sent it to ${localPhone(phone)}. ${kes(amount)} is set aside for you; nothing leaves before you type it.`,
  }),
  // In these states the API says why the withdrawal waits.
  held: ({ message }) => ({ title: "Waiting to be sent", text: `${message} You can still cancel.` }),
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

export const withdrawalCopy = (withdrawal: Withdrawal): Copy => COPY[withdrawal.state](withdrawal);

type WaitCopy = { usual: string; longer: string };
const SAFE = "your money is set aside and safe";
const SLOWLY = "That can take some hours. You need not do anything.";

/** The text for each wait while it is usual, and when it takes longer; final states have none. */
const WAIT_COPY: Record<WithdrawalState, WaitCopy | null> = {
  awaiting_code: null,
  held: {
    usual: "It leaves in a moment.",
    longer: "It waits longer than usual, and leaves by itself as soon as it can.",
  },
  sending: {
    usual: "This takes a few seconds.",
    longer: `M-Pesa is slow to answer. We keep trying; ${SAFE}.`,
  },
  sent: {
    usual: "This is usually done within a minute.",
    longer: `This takes longer than usual. We are checking with M-Pesa; ${SAFE}.`,
  },
  unknown: {
    usual: "We check again until M-Pesa answers.",
    longer: "We check again every few minutes, for as long as it takes.",
  },
  review: { usual: SLOWLY, longer: SLOWLY },
  paid: null,
  released: null,
};

/** Seconds after which a wait counts as long. */
export const LONG_WAIT = 60;
export const waitCopy = ({ state }: Withdrawal, long: boolean): string | null =>
  WAIT_COPY[state]?.[long ? "longer" : "usual"] ?? null;

/** The four steps of a withdrawal, and the step that each state has reached. */
export const WITHDRAWAL_STEPS = ["Your code", "Queued", "M-Pesa", "Arrived"] as const;
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

/** The player can cancel until the withdrawal is sent to M-Pesa. */
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

/** The step that a withdrawal has reached; one that was released before it was sent stops at "Queued". */
export const currentStep = ({ state, sent_at }: Withdrawal): number =>
  state === "released" && !sent_at ? 1 : WITHDRAWAL_STEP[state];

/** The amount that the form suggests: KES 500, or the whole balance if that is less. */
export const firstAmount = (available: string): number => Math.min(500, Math.floor(Number(available)));
