/** Reports one message to our staff: what is wrong with it, and then that it has arrived. */
import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Choice } from "@/components/ui/Choice";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import type { useRoomActions } from "@/hooks/matches/useMatchRoom";
import { useMe } from "@/hooks/profile/useProfile";
import { sentenceFor } from "@/lib/api/problem";
import { rivalName } from "@/lib/copy/matches";
import { messageText, REPORT_REASONS } from "@/lib/copy/room";
import type { Match } from "@/types/match";
import type { ReportReason, RoomMessage } from "@/types/room";

type Props = {
  match: Match;
  message: RoomMessage;
  reporting: ReturnType<typeof useRoomActions>["reporting"];
  onClose: () => void;
};

export function ReportMessage({ match, message, reporting, onClose }: Props) {
  const [reason, setReason] = useState<ReportReason | null>(null);
  const language = useMe().data?.language;
  const rival = rivalName(match);
  if (reporting.isSuccess)
    return (
      <Modal open onClose={onClose} title="Reported">
        <p role="status" className="text-soft">
          Our staff reads this message and what was written around it, and decides. {rival} is not told who reported it.
        </p>
        <Button wide large tone="plain" className="mt-6" onClick={onClose}>
          Close
        </Button>
      </Modal>
    );
  return (
    <Modal open onClose={onClose} title="Report this message">
      <blockquote dir="auto" className="border-l-4 border-edge pl-3 text-sm text-soft wrap-anywhere">
        {messageText(message, language)}
      </blockquote>
      <div className="mt-5">
        <Choice
          legend="What is wrong with it?"
          name="report-reason"
          columns={2}
          options={REPORT_REASONS.map(([value, label]) => ({ value, label }))}
          value={reason ?? ""}
          onChange={(value) => setReason(REPORT_REASONS.find(([one]) => one === value)?.[0] ?? null)}
        />
      </div>
      {reporting.error ? (
        <div className="mt-4">
          <Notice tone="danger" alert>
            {sentenceFor(reporting.error)}
          </Notice>
        </div>
      ) : null}
      <Button
        wide
        large
        tone="danger"
        className="mt-6"
        disabled={reason === null}
        busy={reporting.isPending}
        busyLabel="Reporting…"
        onClick={() => reason && reporting.mutate({ messageId: message.id, reason })}
      >
        Report to our staff
      </Button>
    </Modal>
  );
}
