/** A deposit from the amount to the money in the wallet, in one sheet. */
import { useState } from "react";
import { AmountForm } from "@/components/payments/AmountForm";
import { DepositProgress } from "@/components/payments/DepositProgress";
import { Modal } from "@/components/ui/Modal";

type Props = {
  open: boolean;
  onClose: () => void;
  phone: string;
  /** A deposit that is already on its way: show it instead of asking for an amount. */
  depositId?: number | null;
  suggested?: number | undefined;
};

export function PaymentModal({ open, onClose, phone, depositId = null, suggested }: Props) {
  const [asked, setAsked] = useState<number | null>(null);
  const [amount, setAmount] = useState(suggested);
  const following = asked ?? depositId;
  const close = () => {
    setAsked(null);
    onClose();
  };
  return (
    <Modal open={open} onClose={close} title="Deposit from M-Pesa">
      {following === null ? (
        <AmountForm
          phone={phone}
          suggested={amount}
          onAsked={(id, kes) => {
            setAmount(kes);
            setAsked(id);
          }}
        />
      ) : (
        <DepositProgress id={following} onAgain={() => setAsked(null)} onDone={close} canRetry={asked !== null} />
      )}
    </Modal>
  );
}
