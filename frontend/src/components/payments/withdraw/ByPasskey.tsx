/** A passkey in place of the SMS code: one touch signs amount and number. Only for players who have one. */
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useConfirmByPasskey, useWithdrawByPasskey } from "@/hooks/payments/useWithdrawByPasskey";
import { usePasskeys } from "@/hooks/profile/usePasskeys";
import { hasPasskeys, passkeySentence } from "@/lib/passkeys";

type Props = { busy: boolean; error: unknown; label: string; onPress: () => void };

function ByPasskey({ busy, error, label, onPress }: Props) {
  const { data: passkeys = [] } = usePasskeys();
  if (!hasPasskeys() || passkeys.length === 0) return null;
  return (
    <>
      {error ? (
        <Notice tone="danger" alert>
          {passkeySentence(error)}
        </Notice>
      ) : null}
      <Button wide large busy={busy} busyLabel="Waiting for your phone…" onClick={onPress}>
        {label}
      </Button>
    </>
  );
}

export function WithdrawByPasskey({ amount, onRequested }: { amount: number; onRequested: (id: number) => void }) {
  const withdraw = useWithdrawByPasskey();
  const press = () => withdraw.mutate(amount, { onSuccess: ({ id }) => onRequested(id) });
  return (
    <ByPasskey
      label="Withdraw with a passkey, without a code"
      busy={withdraw.isPending}
      error={withdraw.error}
      onPress={press}
    />
  );
}

export function ConfirmByPasskey({ withdrawalId }: { withdrawalId: number }) {
  const confirm = useConfirmByPasskey();
  return (
    <ByPasskey
      label="Use a passkey instead"
      busy={confirm.isPending}
      error={confirm.error}
      onPress={() => confirm.mutate(withdrawalId)}
    />
  );
}
