/** The sheet of a deposit: the amount, then its progress, or the instructions for paybill. */
import { useState } from "react";
import { AmountForm } from "@/components/payments/deposit/AmountForm";
import { DepositProgress } from "@/components/payments/deposit/DepositProgress";
import { PaybillSteps } from "@/components/payments/deposit/PaybillSteps";
import { Modal } from "@/components/ui/Modal";

type Props = {
  open: boolean;
  onClose: () => void;
  /** Closes this sheet and opens a withdrawal, for a wallet that is full. */
  onWithdraw: () => void;
  phone: string;
  /** A deposit that is already pending: shown instead of the amount. */
  depositId?: number | null;
};

export function PaymentModal({ open, onClose, onWithdraw, phone, depositId = null }: Props) {
  const [requestedId, setRequestedId] = useState<number | null>(null);
  const [amount, setAmount] = useState<number>();
  const [paybill, setPaybill] = useState(false);
  const following = requestedId ?? depositId;
  const close = () => {
    setRequestedId(null);
    setPaybill(false);
    onClose();
  };
  return (
    <Modal open={open} onClose={close} title={paybill ? "Deposit by paybill" : "Deposit from M-Pesa"}>
      {paybill ? (
        <PaybillSteps
          onBack={() => {
            setRequestedId(null);
            setPaybill(false);
          }}
          onDone={close}
        />
      ) : following === null ? (
        <AmountForm
          phone={phone}
          before={amount}
          onRequested={(id, kes) => {
            setAmount(kes);
            setRequestedId(id);
          }}
          onPaybill={() => setPaybill(true)}
          onWithdraw={() => {
            close();
            onWithdraw();
          }}
          onClose={close}
        />
      ) : (
        <DepositProgress
          id={following}
          onAgain={() => setRequestedId(null)}
          onDone={close}
          onPaybill={() => setPaybill(true)}
          canRetry={requestedId !== null}
        />
      )}
    </Modal>
  );
}
