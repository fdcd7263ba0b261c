/** The form that joins the queue: stake, game, and the button that locks the stake. */
import dynamic from "next/dynamic";
import { useDeferredValue, useState, type FormEvent, type ReactNode } from "react";
import { ErrorNotice } from "@/components/ErrorNotice";
import { GamePicker } from "@/components/matches/queue/GamePicker";
import { stakeProblem, WagerSelector } from "@/components/matches/queue/WagerSelector";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Notice";
import { useQueue, useTerms } from "@/hooks/matches/useInPlay";
import { useJoinQueue } from "@/hooks/matches/useMatchmaking";
import { useGameName } from "@/hooks/profile/useGameAccounts";
import { namePage } from "@/lib/copy/namePage";
import { useOnline } from "@/hooks/useOnline";
import { useWallet } from "@/hooks/payments/useWallet";
import { DEFAULT_GAME, MODE_NAME, PLATFORM_NAME, TITLE_NAME, type Game } from "@/lib/copy/games";
import { isPausing } from "@/lib/copy/pause";
import { kes, readShillings } from "@/lib/format/money";
import { read, write } from "@/lib/api/storage";
import { armSound } from "@/lib/device/sound";

const Before = dynamic(() => import("@/components/matches/queue/BeforeJoining").then((m) => m.BeforeJoining));
const Cooldown = dynamic(() => import("@/components/matches/queue/Cooldown").then((m) => m.Cooldown));
const EndedSearch = dynamic(() => import("@/components/matches/queue/EndedSearch").then((m) => m.EndedSearch));
const NameHint = dynamic(() => import("@/components/matches/queue/NameHint").then((m) => m.NameHint));
const ChallengeSheet = dynamic(() =>
  import("@/components/matches/challenge/ChallengeSheet").then((m) => m.ChallengeSheet),
);

type Props = { wager?: string | undefined; against?: string | undefined };

export function FindForm({ wager, against }: Props) {
  const join = useJoinQueue();
  const online = useOnline();
  const terms = useTerms();
  const { data: wallet } = useWallet();
  const [typed, setTyped] = useState(() => wager ?? read("last-wager") ?? "100");
  const [game, setGame] = useState(lastGame);
  const [adjacent, setAdjacent] = useState(false);
  const [challenging, setChallenging] = useState(against !== undefined);
  const queue = useQueue().data;
  const pause = queue?.cooldown;
  const name = useGameName(game.platform);
  const blocked = !online || isPausing(pause) || name === null;
  const stake = readShillings(typed);
  const available = wallet ? Number(wallet.playable) : null;
  const wrong = stakeProblem(stake, available, terms);
  const short = stake !== null && available !== null && stake > available;

  // The offer follows the typed stake with low priority, so that typing stays smooth.
  const offered = useDeferredValue(stake !== null && stakeProblem(stake, null, terms) === null ? stake : null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (stake === null || wrong) return;
    armSound();
    write("last-wager", String(stake));
    write("game", JSON.stringify(game));
    join.mutate({ wager_amount: stake, ...game, accept_adjacent: adjacent });
  };

  const joining = { stake: wrong ? null : stake, busy: join.isPending, disabled: blocked || wrong !== null };
  return (
    <form noValidate onSubmit={submit} className="space-y-5">
      {queue?.ended ? <EndedSearch ended={queue.ended} /> : null}
      {pause ? <Cooldown pause={pause} /> : null}
      <WagerSelector terms={terms} typed={typed} onType={setTyped} error={short ? undefined : (wrong ?? undefined)} />
      <GamePicker game={game} onChange={setGame} />
      <NameHint platform={game.platform} />
      {offered !== null ? <Before stake={offered} game={game} adjacent={adjacent} onAdjacent={setAdjacent} /> : null}
      <ErrorNotice error={join.error} />
      {online ? null : <Offline />}
      {short ? (
        <DepositFirst reason={wrong} />
      ) : (
        <AtHand>{name === null ? <NameFirst platform={game.platform} /> : <JoinButton {...joining} />}</AtHand>
      )}
      {stake !== null && !wrong ? (
        <Button tone="plain" wide disabled={blocked} onClick={() => setChallenging(true)}>
          {against ? `Challenge ${against}` : "Challenge somebody by link"}
        </Button>
      ) : null}
      {challenging && stake !== null && !wrong && name !== null ? (
        <ChallengeSheet stake={stake} game={game} against={against ?? ""} onClose={() => setChallenging(false)} />
      ) : null}
      <Locked />
    </form>
  );
}

const Locked = () => (
  <p className="text-center text-sm text-muted">
    Your stake is locked while we search. Leave before a match is found and it comes back in full.
  </p>
);

/** Keeps the button in reach above the tabs, however long the form is. */
const AtHand = ({ children }: { children: ReactNode }) => (
  <div className="sticky bottom-[calc(min(3.75rem,18.75vw)+env(safe-area-inset-bottom))] z-10 -mx-4 bg-surface/95 px-4 py-2 lg:bottom-0">
    {children}
  </div>
);

type JoinProps = { stake: number | null; busy: boolean; disabled: boolean };

const JoinButton = ({ stake, busy, disabled }: JoinProps) => (
  <Button type="submit" wide large busy={busy} busyLabel="Locking your stake…" disabled={disabled}>
    Find an opponent {stake ? `for ${kes(stake)}` : ""}
  </Button>
);

/** Nothing is staked on a match that the opponent could not invite the player to. */
const NameFirst = ({ platform }: { platform: Game["platform"] }) => (
  <ButtonLink href={namePage(platform)} wide large>
    Add your name in the game first
  </ButtonLink>
);

const Offline = () => (
  <Notice tone="stake">You are offline. Finding an opponent needs a connection; nothing has been staked.</Notice>
);

function DepositFirst({ reason }: { reason: string | null }) {
  return (
    <div className="space-y-2">
      <ButtonLink href="/wallet" wide large>
        Deposit to play
      </ButtonLink>
      <p className="text-center text-sm text-soft">{reason}</p>
    </div>
  );
}

/** The game chosen last on this phone, if it still exists. */
function lastGame(): Game {
  try {
    const kept = JSON.parse(read("game") ?? "null") as Game | null;
    if (kept && kept.title in TITLE_NAME && kept.mode in MODE_NAME && kept.platform in PLATFORM_NAME) return kept;
  } catch {
    // an older format: use the default
  }
  return DEFAULT_GAME;
}
