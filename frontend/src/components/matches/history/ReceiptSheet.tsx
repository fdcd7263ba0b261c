/** The signed receipt of a match, to save or to share as a file. */
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { toast } from "@/components/ui/Toast";
import { useReceipt } from "@/hooks/matches/useReceipt";
import { canShare, saveFile, shareFile, size } from "@/lib/api/download";

export function ReceiptSheet({ matchId, onClose }: { matchId: number; onClose: () => void }) {
  const receipt = useReceipt(matchId);
  const file = receipt.data;
  return (
    <Modal open onClose={onClose} title="Receipt">
      <p className="text-soft">
        Players, stakes, fee, tax, rules and decision of match {matchId}, signed by us. Change one letter, and the
        signature no longer fits: so it proves to anybody what we paid, and why.
      </p>
      {receipt.error ? (
        <div className="mt-4">
          <ErrorNotice error={receipt.error} />
        </div>
      ) : null}
      <div className="mt-6 space-y-3">
        {file ? (
          <>
            <p className="text-sm text-muted">
              {file.name}, {size(file.size)}
            </p>
            {canShare(file) ? (
              <Button
                wide
                large
                onClick={() => void shareFile(file).catch(() => toast.bad("Sharing did not work. Save it instead."))}
              >
                Share
              </Button>
            ) : null}
            <Button wide tone={canShare(file) ? "plain" : "stake"} large onClick={() => saveFile(file)}>
              Save on this phone
            </Button>
          </>
        ) : (
          <Button wide large busy={receipt.isPending} busyLabel="Signing…" onClick={() => receipt.mutate()}>
            Get the receipt
          </Button>
        )}
        <Button tone="plain" wide onClick={onClose}>
          Close
        </Button>
      </div>
    </Modal>
  );
}
