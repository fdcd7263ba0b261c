/** A withdrawal from the amount to the money on the phone, in one sheet. */
import { useState } from "react";
import { WithdrawAmount } from "@/components/payments/withdraw/WithdrawAmount";
import { WithdrawProgress } from "@/components/payments/withdraw/WithdrawProgress";
import { Modal } from "@/components/ui/Modal";

type Props = {
  open: boolean;
  onClose: () => void;
  /** Closes this and opens the way in, for a player who owes. */
  onDeposit: () => void;
  /** A withdrawal that is already on its way: show it instead of asking for an amount. */
  withdrawalId?: number | null;
};

export function WithdrawSheet({ open, onClose, onDeposit, withdrawalId = null }: Props) {
  const [asked, setAsked] = useState<number | null | "another">(null);
  const following = asked === "another" ? null : (asked ?? withdrawalId);
  const close = () => {
    setAsked(null);
    onClose();
  };
  return (
    <Modal open={open} onClose={close} title="Withdraw to M-Pesa">
      {following === null ? (
        <WithdrawAmount onRequested={setAsked} onDeposit={onDeposit} onClose={close} />
      ) : (
        <WithdrawProgress id={following} onAgain={() => setAsked("another")} onDone={close} />
      )}
    </Modal>
  );
}
