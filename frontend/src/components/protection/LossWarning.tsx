/** Before a stake that chases losses: what was lost, in plain words, and a choice. Asked once, after the API refused. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { StopForToday } from "@/components/protection/RealityCheck";
import { Button } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { useReadLossWarning } from "@/hooks/profile/usePlayTime";
import { isProblem, sentenceFor } from "@/lib/api/problem";

export function LossWarning() {
  const queries = useQueryClient();
  const [says, setSays] = useState<string | null>(null);
  const read = useReadLossWarning();
  useEffect(
    () =>
      queries.getMutationCache().subscribe((event) => {
        const error: unknown = event.type === "updated" ? event.mutation.state.error : null;
        if (isProblem(error) && error.code === "loss_chasing") setSays(error.detail ?? "");
      }),
    [queries],
  );
  const close = () => setSays(null);
  return (
    <Modal open={says !== null} onClose={close} title="Stop for a moment">
      <p className="mb-4">{says}</p>
      <p className="mb-4 text-sm text-soft">
        You can go on. If you then lose another match within the hour, play pauses for an hour by itself.
      </p>
      <div className="space-y-3">
        <StopForToday onStopped={close} />
        <Button
          tone="quiet"
          wide
          busy={read.isPending}
          busyLabel="Saving…"
          onClick={() => read.mutate(undefined, { onSuccess: close })}
        >
          I have read this
        </Button>
        {read.error ? (
          <p role="alert" className="text-sm font-semibold text-danger-text">
            {sentenceFor(read.error)}
          </p>
        ) : null}
      </div>
    </Modal>
  );
}
