/** Downloads the statement as PDF or CSV, to save or to share. */
import { FileCheck } from "lucide-react";
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Choice } from "@/components/ui/Choice";
import { Modal } from "@/components/ui/Modal";
import { Notice } from "@/components/ui/Notice";
import { toast } from "@/components/ui/Toast";
import { useOnline } from "@/hooks/useOnline";
import { useStatementFile } from "@/hooks/payments/useStatement";
import { canShare, saveFile, shareFile, size } from "@/lib/api/download";
import { focusOnMount } from "@/lib/focus";
import { KIND_NAME, PERIOD_NAME, daysOf, type FileKind, type Filters } from "@/lib/format/statement";
import type { Language } from "@/types/transaction";

const KINDS = [
  { value: "pdf", label: "PDF, to read" },
  { value: "csv", label: "CSV, to count" },
] as const;
const EXPLAINED: Record<FileKind, string> = {
  pdf: "A document to read, print or send to somebody.",
  csv: "A table for Excel, Google Sheets and the like.",
};

type Props = { filters: Filters; lang: Language; onClose: () => void };

export function DownloadSheet({ filters, lang, onClose }: Props) {
  const [format, setFormat] = useState<FileKind>("pdf");
  const file = useStatementFile(filters, lang);
  const online = useOnline();
  return (
    <Modal open onClose={onClose} title="Download your statement">
      {file.data ? (
        <Ready file={file.data} onClose={onClose} />
      ) : (
        <div className="space-y-5">
          <p className="text-soft">{contents(filters, lang)}</p>
          <Choice
            legend="What kind of file?"
            name="format"
            columns={2}
            options={KINDS}
            value={format}
            onChange={(value) => setFormat(value as FileKind)}
          />
          <p className="text-sm text-muted">{EXPLAINED[format]}</p>
          <ErrorNotice error={file.error} />
          {online ? null : <Notice tone="stake">You are offline. The statement is made when you are back.</Notice>}
          <Button
            wide
            large
            busy={file.isPending}
            busyLabel="Making the file…"
            disabled={!online}
            onClick={() => file.mutate(format, { onSuccess: saveFile })}
          >
            Download {format.toUpperCase()}
          </Button>
        </div>
      )}
    </Modal>
  );
}

function Ready({ file, onClose }: { file: File; onClose: () => void }) {
  return (
    <div className="space-y-5">
      <div ref={focusOnMount} tabIndex={-1} className="outline-none">
        <FileCheck aria-hidden className="mb-2 size-8 text-win-text" />
        <p className="display text-xl">Your statement is saved</p>
        <p className="mt-2 break-all text-soft">
          {file.name}, {size(file.size)}. Look in your downloads.
        </p>
      </div>
      <div className="space-y-3">
        {canShare(file) ? (
          <Button
            wide
            large
            onClick={() => void shareFile(file).catch(() => toast.bad("Sharing did not work. The file is saved."))}
          >
            Share it
          </Button>
        ) : null}
        <Button tone="plain" wide onClick={() => saveFile(file)}>
          Save it once more
        </Button>
        <Button tone={canShare(file) ? "plain" : "stake"} wide onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

/** "All transactions, any time, with the balance after each. Sentences in English." */
function contents(filters: Filters, lang: Language): string {
  const kind = filters.kind === "all" ? "All transactions" : KIND_NAME[filters.kind].en;
  const { from, to } = daysOf(filters);
  const period =
    filters.period === "days" && (from || to)
      ? `${from ? `from ${from} ` : ""}${to ? `to ${to}` : ""}`.trim()
      : PERIOD_NAME[filters.period === "days" ? "all" : filters.period].en.toLowerCase();
  return `${kind}, ${period}, with the balance after each. Sentences in ${lang === "sw" ? "Kiswahili" : "English"}.`;
}
