/** Find a player by name, number or id, and beside the list read one. */
import { useRouter } from "next/router";
import { useState } from "react";
import { Loaded } from "@/components/Loaded";
import { PickRow } from "@/components/staff/PickRow";
import { UserDesk } from "@/components/staff/users/UserDesk";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Input } from "@/components/ui/Input";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useFoundUsers } from "@/hooks/staff/useUsers";

export function Users() {
  const { query, push } = useRouter();
  const open = Number(query.user) || null;
  const [typed, setTyped] = useState("");
  const [sought, setSought] = useState("");
  const pick = (id: number) => void push({ query: { user: id } }, undefined, { shallow: true, scroll: false });
  return (
    <div className="grid gap-8 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="space-y-5">
        <form
          role="search"
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            setSought(typed);
          }}
        >
          <Input
            label="Find a player"
            hint="How their username or phone number begins (three letters, seven digits), or their id. Each search is in the audit."
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" tone="plain" disabled={typed.trim() === ""}>
            Find
          </Button>
        </form>
        {sought.trim() === "" ? null : <Found sought={sought} open={open} onPick={pick} />}
      </div>
      {open === null ? null : <UserDesk key={open} userId={open} onPick={pick} />}
    </div>
  );
}

function Found({ sought, open, onPick }: { sought: string; open: number | null; onPick: (id: number) => void }) {
  return (
    <Loaded
      query={useFoundUsers(sought)}
      skeleton={<SkeletonRows label="Looking" rows={3} />}
      failed="The search did not work"
    >
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="Nobody found">Nobody is called so, or has this number.</EmptyState>
        ) : (
          <ul aria-label="Found" className="space-y-2">
            {items.map((one) => (
              <PickRow key={one.id} picked={one.id === open} onPick={() => onPick(one.id)}>
                <p className="font-semibold wrap-anywhere">{one.username}</p>
                <p className="text-sm text-muted">
                  {one.id}, {one.phone}
                  {one.role === "player" ? "" : `, ${one.role}`}
                </p>
                {one.is_active ? null : <p className="text-sm font-semibold text-danger-text">shut</p>}
              </PickRow>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
