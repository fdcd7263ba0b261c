/** Showing proof: take a photo of the screen or choose a screenshot, and see what is there. */
import { Camera, Images } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useEvidence, usePictureUrl, useShowEvidence } from "@/hooks/useEvidence";
import { sentenceFor } from "@/lib/problems";
import { moment } from "@/lib/time";
import type { Evidence, EvidencePicture } from "@/types/evidence";

const KINDS = "image/jpeg,image/png,image/webp";
const LONGEST_NOTE = 500;

export function EvidenceUpload({ matchId }: { matchId: number }) {
  const { data: seen, error } = useEvidence(matchId);
  if (error) return <Notice tone="danger">{sentenceFor(error)}</Notice>;
  if (!seen) return null;
  const mine = seen.items.filter((picture) => picture.is_mine);
  const theirs = seen.items.filter((picture) => !picture.is_mine);
  return (
    <section aria-labelledby={`evidence-${matchId}`} className="space-y-4">
      <h2 id={`evidence-${matchId}`} className="display text-lg">
        Your proof
      </h2>
      {seen.is_open ? <Show matchId={matchId} seen={seen} /> : <Closed />}
      <Pictures matchId={matchId} pictures={mine} whose="Your picture" />
      {seen.opponent_shown && theirs.length > 0 ? (
        <>
          <h3 className="font-bold">What the other player showed</h3>
          <Pictures matchId={matchId} pictures={theirs} whose="The other player’s picture" />
        </>
      ) : null}
    </section>
  );
}

function Closed() {
  return <p className="text-sm text-soft">Pictures can no longer be added to this match.</p>;
}

function Show({ matchId, seen }: { matchId: number; seen: Evidence }) {
  const { show, sending } = useShowEvidence(matchId);
  const [note, setNote] = useState("");
  const noteId = useId();
  const full = seen.remaining === 0;
  const send = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, seen.remaining);
    if (files.length > 0) show.mutate({ files, note }, { onSuccess: () => setNote("") });
  };
  return (
    <div className="space-y-3">
      <p className="text-sm text-soft">
        The final scoreboard, whole screen, with both names and your match code.
        {seen.closes_at ? ` You can add pictures until ${moment(seen.closes_at)}.` : null} The other player sees them
        only when nobody can add any more.
      </p>
      <label htmlFor={noteId} className="block text-sm font-bold">
        A word to the referee (optional)
      </label>
      <textarea
        id={noteId}
        rows={2}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="w-full rounded-lg border-2 border-edge bg-raised p-3"
      />
      <div className="grid grid-cols-2 gap-2">
        <Pick
          label="Take a photo"
          icon={<Camera className="size-5" />}
          camera
          busy={show.isPending || full}
          pick={send}
        />
        <Pick label="Choose pictures" icon={<Images className="size-5" />} busy={show.isPending || full} pick={send} />
      </div>
      <p aria-live="polite" className="text-sm text-soft">
        {sending
          ? `Sending picture ${sending.done + 1} of ${sending.of}…`
          : full
            ? "You have shown all ten pictures."
            : `${seen.remaining} more ${seen.remaining === 1 ? "picture" : "pictures"} possible.`}
      </p>
      {sending ? (
        <progress className="w-full" aria-label="Pictures sent" value={sending.done} max={sending.of} />
      ) : null}
      {show.error ? (
        <Notice tone="danger" alert>
          {sentenceFor(show.error)}
        </Notice>
      ) : null}
    </div>
  );
}

type PickProps = {
  label: string;
  icon: React.ReactNode;
  camera?: boolean;
  busy: boolean;
  pick: (files: FileList | null) => void;
};

function Pick({ label, icon, camera = false, busy, pick }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button tone="plain" icon={icon} disabled={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        data-testid={camera ? "camera" : "gallery"}
        accept={camera ? "image/*" : KINDS}
        {...(camera ? { capture: "environment" } : { multiple: true })}
        onChange={(event) => {
          pick(event.target.files);
          event.target.value = ""; // the same picture may be chosen again after a refusal
        }}
      />
    </>
  );
}

function Pictures({ matchId, pictures, whose }: { matchId: number; pictures: EvidencePicture[]; whose: string }) {
  if (pictures.length === 0) return null;
  return (
    <ul className="grid grid-cols-2 gap-2">
      {pictures.map((picture) => (
        <li key={picture.id} className="space-y-1 text-sm text-soft">
          {picture.state === "expired" ? (
            <p className="rounded-lg border border-line p-3">This picture is not kept any more.</p>
          ) : (
            <Picture matchId={matchId} picture={picture} alt={`${whose} of ${moment(picture.created_at)}`} />
          )}
          {picture.note ? <p className="break-words">{picture.note}</p> : null}
          {picture.video_link ? <p className="break-all">{picture.video_link}</p> : null}
        </li>
      ))}
    </ul>
  );
}

function Picture({ matchId, picture, alt }: { matchId: number; picture: EvidencePicture; alt: string }) {
  const url = usePictureUrl(matchId, picture.id);
  if (!url) return <div className="aspect-video rounded-lg bg-raised" aria-hidden />;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {/* A blob of this page: next/image could not fetch it with the player's token. */}
      {/* eslint-disable-next-line @next/next/no-img-element */}
      <img src={url} alt={alt} width={picture.width} height={picture.height} className="h-auto w-full rounded-lg" />
    </a>
  );
}
