/** The text for every state of a deposit; a new state does not compile without one. */
import type { Deposit, DepositState } from "@/types/transaction";
import { kes } from "@/lib/format/money";
import { localPhone } from "@/lib/format/phone";

type Copy = { title: string; text: string };

const COPY: Record<DepositState, (deposit: Deposit) => Copy> = {
  created: () => ({
    title: "Calling M-Pesa",
    text: "We are asking M-Pesa to send a prompt to your phone. This takes a few seconds.",
  }),
  sending: () => ({
    title: "Calling M-Pesa",
    text: "We are asking M-Pesa to send a prompt to your phone. This takes a few seconds.",
  }),
  prompted: (deposit) => ({
    title: "Type your M-Pesa PIN",
    text: `A prompt for ${kes(deposit.amount)} is on ${localPhone(deposit.phone)}. Type your PIN there, not here.`,
  }),
  unknown: () => ({
    title: "Checking with M-Pesa",
    text: "M-Pesa has not answered yet. If you typed your PIN, the money will show up by itself. Do not pay twice.",
  }),
  review: () => ({
    title: "A person is checking this",
    text: "M-Pesa’s answer did not match our request. We check it by hand, and the money shows up in your wallet if it was paid.",
  }),
  credited: ({ amount, tax }) => ({
    title: `${kes(Number(amount) - Number(tax))} received`,
    text:
      Number(tax) > 0
        ? `It is in your wallet, and you can play with it now. The other ${kes(tax)} of your ${kes(amount)} is tax for KRA.`
        : "The money is in your wallet. You can play with it now.",
  }),
  failed: (deposit) => ({ title: "The deposit did not go through", text: deposit.failure?.message ?? deposit.message }),
  expired: (deposit) => ({ title: "The prompt ran out", text: deposit.failure?.message ?? deposit.message }),
  reversed: (deposit) => ({
    title: "M-Pesa took this deposit back",
    text: deposit.failure?.message ?? deposit.message,
  }),
};

export const depositCopy = (deposit: Deposit): Copy => COPY[deposit.state](deposit);

export const DEPOSIT_STEPS = ["Call M-Pesa", "Your PIN", "Money in"] as const;

/** Which of the three steps a deposit has reached: calling, PIN, money in. */
export const DEPOSIT_STEP: Record<DepositState, 0 | 1 | 2> = {
  created: 0,
  sending: 0,
  prompted: 1,
  unknown: 1,
  review: 1,
  credited: 2,
  failed: 1,
  expired: 1,
  reversed: 2,
};
