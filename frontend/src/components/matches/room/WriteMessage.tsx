/** Ready-made messages to tap, and a line for one's own; what did not arrive is kept and can be sent again. */
import { SendHorizontal } from "lucide-react";
import { useId, useState, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import type { useRoomActions } from "@/hooks/matches/useMatchRoom";
import { useMe } from "@/hooks/profile/useProfile";
import { isPassing, problemCode, sentenceFor } from "@/lib/api/problem";
import { LONGEST_TEXT, PRESETS, presetText } from "@/lib/copy/room";
import { useSecondsLeft } from "@/lib/format/useClock";
import type { NewMessage, Room } from "@/types/room";

type Actions = ReturnType<typeof useRoomActions>;
const EVER = new Date(0).toISOString();

/** Characters as a reader counts them for the API: an emoji is not two. */
const lengthOf = (text: string): number => Array.from(text).length;

export function WriteMessage({ room, actions: { sending, mayWriteAt } }: { room: Room; actions: Actions }) {
  const [text, setText] = useState("");
  const language = useMe().data?.language;
  const waits = useSecondsLeft(mayWriteAt ?? EVER) > 0;
  const send = (message: NewMessage) => {
    if (sending.isPending || waits) return;
    sending.mutate(message, { onSuccess: () => message.text && setText("") });
  };
  return (
    <div className="space-y-3">
      <div
        role="group"
        aria-label="Ready-made messages"
        className="sideways -mx-4 flex gap-2 overflow-x-auto px-4 py-1"
      >
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            disabled={sending.isPending || waits}
            onClick={() => send({ preset })}
            className="min-h-11 shrink-0 rounded-full border-2 border-edge px-4 text-sm font-semibold whitespace-nowrap hover:border-text disabled:opacity-60"
          >
            {presetText(preset, language)}
          </button>
        ))}
      </div>
      {room.can_write ? (
        <TextLine
          text={text}
          onText={setText}
          busy={sending.isPending}
          waits={waits}
          onSend={(own) => send({ text: own })}
        />
      ) : null}
      <Unsent sending={sending} mayWriteAt={waits ? mayWriteAt : null} language={language} onRetry={send} />
    </div>
  );
}

type LineProps = {
  text: string;
  onText: (text: string) => void;
  busy: boolean;
  waits: boolean;
  onSend: (text: string) => void;
};

function TextLine({ text, onText, busy, waits, onSend }: LineProps) {
  const id = useId();
  const own = text.replace(/\s+/g, " ").trim();
  const left = LONGEST_TEXT - lengthOf(own);
  const submit = () => {
    if (own && left >= 0) onSend(own);
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={id} className="sr-only">
        Your message
      </label>
      <div className="flex flex-wrap items-end justify-end gap-2">
        <textarea
          id={id}
          rows={1}
          value={text}
          enterKeyHint="send"
          autoComplete="off"
          placeholder="Your message"
          aria-describedby={`${id}-left`}
          aria-invalid={left < 0}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={sendOnEnter}
          className="field-sizing-content max-h-32 min-h-12 min-w-0 flex-1 basis-36 resize-none rounded-lg border-2 border-edge bg-lifted px-3.5 py-2.5 text-base wrap-anywhere placeholder:text-muted focus:border-stake-text"
        />
        <Button
          type="submit"
          tone="plain"
          aria-label="Send"
          className="px-3.5"
          disabled={own === "" || left < 0 || waits}
          busy={busy}
          icon={<SendHorizontal aria-hidden className="size-5 shrink-0" />}
        />
      </div>
      <p
        id={`${id}-left`}
        className={left < 0 ? "mt-1 text-xs font-semibold text-danger-text" : "mt-1 text-xs text-muted"}
      >
        {left < 0 ? `${-left} characters too many` : `${left} characters left`}
      </p>
    </form>
  );
}

type UnsentProps = {
  sending: Actions["sending"];
  mayWriteAt: string | null;
  language: "en" | "sw" | undefined;
  onRetry: (message: NewMessage) => void;
};

/** A rate limit says its seconds beside this, counting down. */
const whyUnsent = (error: unknown): string =>
  problemCode(error) === "too_many_requests" ? "You are writing very fast." : sentenceFor(error);

/** Why the last message did not go out; the same message is sent again under the same key. */
function Unsent({ sending, mayWriteAt, language, onRetry }: UnsentProps) {
  const { error, variables } = sending;
  if (!error || !variables) return null;
  return (
    <div role="alert" className="rounded-r-lg border-l-4 border-stake pl-3 text-sm text-soft">
      <p>
        {variables.preset
          ? `“${presetText(variables.preset, language)}” was not sent.`
          : "Not sent; your text is kept."}{" "}
        {whyUnsent(error)}{" "}
        {mayWriteAt ? (
          <>
            Again in <Countdown until={mayWriteAt} />.
          </>
        ) : null}
      </p>
      {isPassing(error) || (mayWriteAt === null && problemCode(error) === "too_many_requests") ? (
        <Button tone="quiet" className="-ml-3 px-3 text-sm" onClick={() => onRetry(variables)}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
