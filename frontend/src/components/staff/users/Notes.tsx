/** Notes of staff about a player: read by staff only, and never changed. */
import { useState } from "react";
import { Part } from "@/components/staff/Facts";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { TextArea } from "@/components/ui/TextArea";
import { useAddNote } from "@/hooks/staff/useUsers";
import { sentenceFor } from "@/lib/api/problem";
import { moment } from "@/lib/format/time";
import type { UserPage } from "@/types/staff";

const LEAST = 8;

export function Notes({ user }: { user: UserPage }) {
  const add = useAddNote(user.id);
  const [text, setText] = useState("");
  return (
    <Part name="Notes">
      <ul className="mb-4 space-y-2 text-sm">
        {user.notes.map((one) => (
          <li key={one.id} className="wrap-anywhere">
            <span className="text-muted">
              {moment(one.created_at)}, {one.author}:
            </span>{" "}
            {one.text}
          </li>
        ))}
      </ul>
      <TextArea
        label="Add a note"
        hint="Other staff reads it, the player does not; it cannot be changed."
        value={text}
        most={1_000}
        onChange={setText}
      />
      {add.error ? (
        <Notice tone="danger" alert>
          {sentenceFor(add.error)}
        </Notice>
      ) : null}
      <Button
        tone="plain"
        className="mt-3"
        busy={add.isPending}
        disabled={text.trim().length < LEAST}
        onClick={() => add.mutate(text, { onSuccess: () => setText("") })}
      >
        Add it
      </Button>
    </Part>
  );
}
