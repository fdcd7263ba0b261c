/** Creates a challenge, for one player by name or for anybody with the link. The stake is held at once and returned if nobody accepts. */
import { useRouter } from "next/router";
import { useState } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { Button } from "@/components/ui/Button";
import { Input } from "@/components/ui/Input";
import { Modal } from "@/components/ui/Modal";
import { useChallengeActions } from "@/hooks/matches/useChallenges";
import { gameLabel, type Game } from "@/lib/copy/games";
import { kes } from "@/lib/format/money";

type Props = { stake: number; game: Game; against: string; onClose: () => void };

export function ChallengeSheet({ stake, game, against, onClose }: Props) {
  const router = useRouter();
  const { create } = useChallengeActions();
  const [name, setName] = useState(against);
  const opponent = name.trim();
  const go = () =>
    create.mutate(
      { wager_amount: stake, ...game, opponent: opponent || null },
      { onSuccess: (challenge) => void router.push(`/matches/challenge/${challenge.code}`) },
    );
  return (
    <Modal open onClose={onClose} title={`Challenge for ${kes(stake)}`}>
      <div className="space-y-4">
        <p className="text-soft">
          {gameLabel(game)}. Your {kes(stake)} are locked while the challenge is open, one hour at most. If nobody
          accepts, they come back in full.
        </p>
        <Input
          label="Username, if it is for one player"
          hint="Empty: anybody with the link can accept it, and it is on the board."
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          maxLength={50}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <ErrorNotice error={create.error} />
        <Button wide large busy={create.isPending} busyLabel="Locking your stake…" onClick={go}>
          {opponent ? `Challenge ${opponent}` : "Make the link"}
        </Button>
        <Button tone="plain" wide onClick={onClose}>
          Go back
        </Button>
      </div>
    </Modal>
  );
}
