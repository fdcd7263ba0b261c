/** Thumbnails of the pictures uploaded so far; a tap opens one in full size. */
import { useState } from "react";
import { BlobImage } from "@/components/ui/BlobImage";
import { Modal } from "@/components/ui/Modal";
import { Skeleton } from "@/components/ui/Skeleton";
import { usePicture } from "@/hooks/matches/useEvidence";
import { meIn, rivalName } from "@/lib/copy/matches";
import { moment } from "@/lib/format/time";
import type { EvidencePicture, Match } from "@/types/match";

export function EvidenceList({ match, items }: { match: Match; items: readonly EvidencePicture[] }) {
  const [open, setOpen] = useState<EvidencePicture | null>(null);
  if (items.length === 0) return null;
  const whose = (picture: EvidencePicture) => (picture.is_mine ? "Yours" : rivalName(match));
  return (
    <>
      <ul className="grid grid-cols-3 gap-2" aria-label="Pictures shown">
        {items.map((picture, at) => (
          <li key={picture.id}>
            <button
              type="button"
              className="block w-full text-left"
              aria-label={`Picture ${at + 1}, ${whose(picture)}, ${moment(picture.created_at)}`}
              onClick={() => setOpen(picture)}
            >
              <Thumb match={match} picture={picture} />
              <bdi className="mt-1 block truncate text-xs text-muted">{whose(picture)}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <Modal open={open !== null} onClose={() => setOpen(null)} title={open ? whose(open) : ""}>
        {open ? (
          <>
            <Thumb match={match} picture={open} large />
            <p className="mt-3 text-sm text-muted">
              Sent {moment(open.created_at)}
              {open.is_mine ? ` by ${meIn(match).username}` : ""}
            </p>
            {open.note ? <p className="mt-1 text-sm">“{open.note}”</p> : null}
          </>
        ) : null}
      </Modal>
    </>
  );
}

function Thumb({ match, picture, large = false }: { match: Match; picture: EvidencePicture; large?: boolean }) {
  const gone = picture.state === "expired";
  const { data: blob, isError } = usePicture(match.id, picture.id, !gone);
  const box = large ? "w-full rounded-lg bg-lifted" : "aspect-square w-full rounded-lg bg-lifted object-cover";
  if (gone || isError) {
    return (
      <span className={`grid place-items-center p-2 text-center text-xs text-muted ${box}`}>
        {gone ? "No longer kept" : "Did not load"}
      </span>
    );
  }
  if (!blob) return <Skeleton className={large ? "h-64" : "aspect-square w-full"} />;
  return <BlobImage blob={blob} className={box} />;
}
