/** Uploads evidence from the camera or the gallery, with progress, and lists what was uploaded. */
import { useId, useRef, useState, type ChangeEvent } from "react";
import { Camera, Images } from "lucide-react";
import { Loaded } from "@/components/Loaded";
import { EvidenceList } from "@/components/matches/report/EvidenceList";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Notice } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { TextArea } from "@/components/ui/TextArea";
import { useEvidence, useSendEvidence, type Upload } from "@/hooks/matches/useEvidence";
import { useOnline } from "@/hooks/useOnline";
import { rivalName } from "@/lib/copy/matches";
import { isPassing, sentenceFor } from "@/lib/api/problem";
import { READABLE_TYPES } from "@/lib/device/shrink";
import type { Evidence, Match } from "@/types/match";

export function EvidenceUpload({ match }: { match: Match }) {
  return (
    <Loaded
      query={useEvidence(match.id)}
      skeleton={<Skeleton className="h-40" />}
      failed="The pictures could not be loaded"
    >
      {(evidence) => <Uploads match={match} evidence={evidence} />}
    </Loaded>
  );
}

function Uploads({ match, evidence }: { match: Match; evidence: Evidence }) {
  const { uploads, send } = useSendEvidence(match.id);
  const [note, setNote] = useState("");
  const title = useId();
  const rival = rivalName(match);
  return (
    <section aria-labelledby={title} className="space-y-3">
      <h2 id={title} className="display text-lg">
        Proof
      </h2>
      {evidence.is_open ? (
        <>
          <p className="text-sm text-soft">
            Best: the final scoreboard, the whole screen, with both names, the map and the code{" "}
            <strong>{match.lobby_code}</strong>. {rival} sees your pictures only when nobody can add any more.
          </p>
          <Buttons
            left={evidence.remaining - uploads.filter((one) => !one.error).length}
            onFiles={(files) => void send(files, note.trim())}
          />
          <p className="text-sm text-muted">
            {evidence.remaining === 0
              ? "You have shown ten pictures, which is the most."
              : `You can add ${evidence.remaining} more.`}
            {evidence.closes_at ? (
              <>
                {" "}
                Time left: <Countdown until={evidence.closes_at} over="none" />.
              </>
            ) : null}
          </p>
          <details>
            <summary className="flex min-h-11 items-center text-sm font-semibold underline underline-offset-4">
              Add a note to the pictures
            </summary>
            <TextArea
              label="A note to the referee (optional)"
              hint="Goes with the pictures you add next."
              most={500}
              value={note}
              onChange={setNote}
            />
          </details>
        </>
      ) : (
        <p className="text-sm text-soft">
          Nobody can add pictures any more.{" "}
          {evidence.opponent_shown ? "Both of you see what the other showed." : "A referee reviews what is here."}
        </p>
      )}
      {uploads.map((one) => (
        <UploadProgress key={one.id} upload={one} />
      ))}
      <EvidenceList match={match} items={evidence.items} />
    </section>
  );
}

/** What the API reads. JPEG is first: that is what iPhones turn their HEIC photos into for a page that lists no HEIC. */
const READABLE = [...READABLE_TYPES].join();

function Buttons({ left, onFiles }: { left: number; onFiles: (files: readonly File[]) => void }) {
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const online = useOnline();
  const [tooMany, setTooMany] = useState(false);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    // So that the same picture can be chosen again after a failure.
    event.target.value = "";
    setTooMany(files.length > left);
    if (files.length > 0) onFiles(files.slice(0, left));
  };
  const off = left <= 0 || !online;
  return (
    <div className="space-y-2">
      <div className="pair gap-2">
        <Button
          large
          icon={<Camera aria-hidden className="size-5" />}
          disabled={off}
          onClick={() => camera.current?.click()}
        >
          Camera
        </Button>
        <Button
          large
          tone="plain"
          icon={<Images aria-hidden className="size-5" />}
          disabled={off}
          onClick={() => gallery.current?.click()}
        >
          Gallery
        </Button>
      </div>
      <input
        ref={camera}
        type="file"
        accept={READABLE}
        capture="environment"
        hidden
        aria-label="Take a picture"
        onChange={take}
      />
      <input ref={gallery} type="file" accept={READABLE} multiple hidden aria-label="Choose pictures" onChange={take} />
      {tooMany ? <p className="text-sm text-stake-text">Ten pictures are the most. The first ones are sent.</p> : null}
      {online ? null : (
        <p className="text-sm text-stake-text">You are offline. Pictures can be sent when you are back.</p>
      )}
    </div>
  );
}

function UploadProgress({ upload }: { upload: Upload }) {
  const percent = Math.round(upload.share * 100);
  if (upload.error) {
    return (
      <Notice
        tone="danger"
        alert
        title="This picture did not arrive"
        action={
          <div className="flex flex-wrap gap-3">
            {isPassing(upload.error) ? (
              <Button tone="plain" onClick={upload.retry}>
                Send again
              </Button>
            ) : null}
            <Button tone="plain" onClick={upload.dismiss}>
              Leave it out
            </Button>
          </div>
        }
      >
        {upload.name}. {sentenceFor(upload.error)}
      </Notice>
    );
  }
  return (
    <div className="rounded-lg border border-line bg-raised p-3">
      <p className="flex justify-between gap-3 text-sm">
        <span className="truncate">{upload.name}</span>
        <span className="figures shrink-0">{percent === 100 ? "Checking…" : `${percent}%`}</span>
      </p>
      <progress
        aria-label={`Sending ${upload.name}`}
        value={upload.share}
        max={1}
        className="mt-2 block h-2 w-full appearance-none overflow-hidden rounded-full bg-lifted [&::-moz-progress-bar]:bg-stake [&::-webkit-progress-bar]:bg-lifted [&::-webkit-progress-value]:bg-stake"
      />
    </div>
  );
}
