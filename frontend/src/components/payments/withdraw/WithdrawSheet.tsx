/** The sheet of a withdrawal: the amount, then its progress. */
import { useState } from "react";
import { WithdrawAmount } from "@/components/payments/withdraw/WithdrawAmount";
import { WithdrawProgress } from "@/components/payments/withdraw/WithdrawProgress";
import { Modal } from "@/components/ui/Modal";

type Props = {
  open: boolean;
  onClose: () => void;
  /** Closes this sheet and opens a deposit, for a player who owes. */
  onDeposit: () => void;
  /** A withdrawal that is already pending: shown instead of the amount. */
  withdrawalId?: number | null;
};

export function WithdrawSheet({ open, onClose, onDeposit, withdrawalId = null }: Props) {
  const [requested, setRequested] = useState<number | null | "another">(null);
  const following = requested === "another" ? null : (requested ?? withdrawalId);
  const close = () => {
    setRequested(null);
    onClose();
  };
  return (
    <Modal open={open} onClose={close} title="Withdraw to M-Pesa">
      {following === null ? (
        <WithdrawAmount onRequested={setRequested} onDeposit={onDeposit} onClose={close} />
      ) : (
        <WithdrawProgress id={following} onAgain={() => setRequested("another")} onDone={close} />
      )}
    </Modal>
  );
}
