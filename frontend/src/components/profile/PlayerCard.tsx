/** Another player, as everybody may see him: record, honesty in disputes, and the way to meet or avoid him. */
import { useState } from "react";
import { PlayerRecord } from "@/components/profile/PlayerRecord";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { toast } from "@/components/ui/Toast";
import { useBlock, useBlocks } from "@/hooks/profile/usePlayer";
import { sentenceFor } from "@/lib/api/problems";
import { monthOf } from "@/lib/format/time";
import type { PublicProfile } from "@/types/user";

export function PlayerCard({ player, isMe }: { player: PublicProfile; isMe: boolean }) {
  return (
    <div className="space-y-5">
      <p className="text-sm text-muted">
        Playing since {monthOf(player.member_since)}
        {player.cod_username ? ` · ${player.cod_username} in Call of Duty` : ""}
      </p>
      <PlayerRecord
        stats={player.stats}
        who="Their"
        more={[["Disputes won – lost", `${player.disputes.won} – ${player.disputes.lost}`]]}
      />
      {isMe ? (
        <ButtonLink href="/profile" tone="plain" wide>
          This is you: to your profile
        </ButtonLink>
      ) : (
        <>
          <ButtonLink href={{ pathname: "/matches/find", query: { against: player.username } }} wide large>
            Challenge {player.username}
          </ButtonLink>
          <Avoid username={player.username} />
        </>
      )}
    </div>
  );
}

function Avoid({ username }: { username: string }) {
  const [asking, setAsking] = useState(false);
  const { data: blocks } = useBlocks();
  const block = useBlock(username);
  const blocked = blocks?.usernames.includes(username) ?? false;
  const go = (wish: boolean) =>
    block.mutate(wish, {
      onSuccess: () => {
        toast.say(wish ? `You do not meet ${username} any more.` : `You can meet ${username} again.`);
        setAsking(false);
      },
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  if (blocked) {
    return (
      <Button tone="quiet" wide busy={block.isPending} busyLabel="One moment…" onClick={() => go(false)}>
        Blocked. Meet {username} again
      </Button>
    );
  }
  return (
    <>
      <Button tone="quiet" wide onClick={() => setAsking(true)}>
        Never pair me with {username}
      </Button>
      <Modal open={asking} onClose={() => setAsking(false)} title={`Avoid ${username}?`}>
        <p className="text-soft">
          We never pair you two again, and {username} cannot challenge you. {username} is not told. You can take this
          back here.
        </p>
        <div className="mt-6 space-y-3">
          <Button wide large busy={block.isPending} busyLabel="One moment…" onClick={() => go(true)}>
            Never pair us
          </Button>
          <Button tone="plain" wide onClick={() => setAsking(false)}>
            Go back
          </Button>
        </div>
      </Modal>
    </>
  );
}
