/** The public profile of a player: record, disputes, and the buttons to challenge or block them. */
import { useState } from "react";
import { PlayerRecord } from "@/components/profile/PlayerRecord";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Modal } from "@/components/ui/Modal";
import { SimulatedLabel } from "@/components/ui/SimulatedLabel";
import { toast } from "@/components/ui/Toast";
import { useBlock, useBlocks } from "@/hooks/profile/usePlayer";
import { sentenceFor } from "@/lib/api/problem";
import { monthOf } from "@/lib/format/time";
import type { PublicProfile } from "@/types/user";

export function PlayerCard({ player, isMe }: { player: PublicProfile; isMe: boolean }) {
  return (
    <div className="space-y-5">
      <p className="text-sm text-muted">
        Playing since {monthOf(player.member_since)}
        {player.cod_username ? (
          <>
            {" · "}
            <bdi>{player.cod_username}</bdi> in Call of Duty
          </>
        ) : null}
      </p>
      <SimulatedLabel player={player} />
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
            <span className="min-w-0">
              Challenge <bdi>{player.username}</bdi>
            </span>
          </ButtonLink>
          <Avoid username={player.username} />
        </>
      )}
    </div>
  );
}

function Avoid({ username }: { username: string }) {
  const [confirming, setConfirming] = useState(false);
  const { data: blocks } = useBlocks();
  const block = useBlock(username);
  const blocked = blocks?.usernames.includes(username) ?? false;
  const go = (blocked: boolean) =>
    block.mutate(blocked, {
      onSuccess: () => {
        toast.say(blocked ? `You do not meet ${username} any more.` : `You can meet ${username} again.`);
        setConfirming(false);
      },
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  if (blocked) {
    return (
      <Button tone="quiet" wide busy={block.isPending} busyLabel="One moment…" onClick={() => go(false)}>
        <span className="min-w-0">
          Blocked. Meet <bdi>{username}</bdi> again
        </span>
      </Button>
    );
  }
  return (
    <>
      <Button tone="quiet" wide onClick={() => setConfirming(true)}>
        <span className="min-w-0">
          Never pair me with <bdi>{username}</bdi>
        </span>
      </Button>
      <Modal open={confirming} onClose={() => setConfirming(false)} title={`Avoid ${username}?`}>
        <p className="text-soft">
          We never pair you two again, and <bdi>{username}</bdi> cannot challenge you. They are not notified. You can
          take this back here.
        </p>
        <div className="mt-6 space-y-3">
          <Button wide large busy={block.isPending} busyLabel="One moment…" onClick={() => go(true)}>
            Never pair us
          </Button>
          <Button tone="plain" wide onClick={() => setConfirming(false)}>
            Go back
          </Button>
        </div>
      </Modal>
    </>
  );
}
