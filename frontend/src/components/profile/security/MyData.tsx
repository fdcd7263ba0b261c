/** Downloads everything that is kept about the player. */
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useMyData, type DataKind } from "@/hooks/profile/useMyData";
import { useOnline } from "@/hooks/useOnline";
import { saveFile, size } from "@/lib/api/download";

const KINDS: [DataKind, string][] = [
  ["csv", "CSV tables"],
  ["json", "JSON file"],
];

export function MyData() {
  const file = useMyData();
  const online = useOnline();
  return (
    <section aria-labelledby="my-data">
      <h2 id="my-data" className="display mb-2 text-lg">
        Your data
      </h2>
      <p className="mb-4 text-soft">
        Take everything we keep about you: account, matches, money, messages. The file also lists what it leaves out,
        and why. Keep it safe: it holds your number and your e-mail.
      </p>
      <ErrorNotice error={file.error} />
      {online ? null : <Notice tone="stake">You are offline. The file is made when you are back.</Notice>}
      <div className="grid grid-cols-2 gap-3">
        {KINDS.map(([kind, label]) => (
          <Button
            key={kind}
            tone="plain"
            wide
            busy={file.isPending && file.variables === kind}
            busyLabel="Making the file…"
            disabled={!online || file.isPending}
            onClick={() => file.mutate(kind, { onSuccess: saveFile })}
          >
            {label}
          </Button>
        ))}
      </div>
      <p role="status" className="mt-3 text-sm break-all text-muted">
        {file.data ? `${file.data.name}, ${size(file.data.size)}, is saved. Look in your downloads.` : null}
      </p>
    </section>
  );
}
