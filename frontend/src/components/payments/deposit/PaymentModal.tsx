/** A deposit from the amount to the money in the wallet, in one sheet. */
import { useState } from "react";
import { AmountForm } from "@/components/payments/deposit/AmountForm";
import { DepositProgress } from "@/components/payments/deposit/DepositProgress";
import { PaybillSteps } from "@/components/payments/deposit/PaybillSteps";
import { Modal } from "@/components/ui/Modal";

type Props = {
  open: boolean;
  onClose: () => void;
  /** Closes this and opens the way out, for a wallet that is full. */
  onWithdraw: () => void;
  phone: string;
  /** A deposit that is already on its way: show it instead of asking for an amount. */
  depositId?: number | null;
  suggested?: number | undefined;
};

export function PaymentModal({ open, onClose, onWithdraw, phone, depositId = null, suggested }: Props) {
  const [asked, setAsked] = useState<number | null>(null);
  const [amount, setAmount] = useState(suggested);
  const [paybill, setPaybill] = useState(false);
  const following = asked ?? depositId;
  const close = () => {
    setAsked(null);
    setPaybill(false);
    onClose();
  };
  return (
    <Modal open={open} onClose={close} title={paybill ? "Deposit by paybill" : "Deposit from M-Pesa"}>
      {paybill ? (
        <PaybillSteps
          onBack={() => {
            setAsked(null);
            setPaybill(false);
          }}
          onDone={close}
        />
      ) : following === null ? (
        <AmountForm
          phone={phone}
          suggested={amount}
          onRequested={(id, kes) => {
            setAmount(kes);
            setAsked(id);
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
          onAgain={() => setAsked(null)}
          onDone={close}
          onPaybill={() => setPaybill(true)}
          canRetry={asked !== null}
        />
      )}
    </Modal>
  );
}
