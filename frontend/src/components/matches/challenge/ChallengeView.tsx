/** One challenge by its link: share or withdraw your own, accept or decline another, or see that it is over. */
import { useRouter } from "next/router";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { CopyField } from "@/components/ui/CopyField";
import { EmptyState } from "@/components/ui/EmptyState";
import { Receipt, ReceiptRow } from "@/components/ui/Receipt";
import { toast } from "@/components/ui/Toast";
import { useChallengeActions } from "@/hooks/matches/useChallenges";
import { useTerms } from "@/hooks/matches/useInPlay";
import { useGameName } from "@/hooks/profile/useGameAccounts";
import { ACCOUNT_NAME } from "@/lib/copy/gameAccounts";
import { namePage } from "@/lib/copy/namePage";
import { useWallet } from "@/hooks/payments/useWallet";
import { gameLabel, PLATFORM_NAME } from "@/lib/copy/games";
import { kes, potOf } from "@/lib/format/money";
import { sentenceFor } from "@/lib/api/problem";
import type { Challenge } from "@/types/match";

export function ChallengeView({ challenge }: { challenge: Challenge }) {
  if (challenge.state !== "open") return <Over challenge={challenge} />;
  return (
    <div className="space-y-5">
      <Terms challenge={challenge} />
      {challenge.is_mine ? <Mine challenge={challenge} /> : <Theirs challenge={challenge} />}
    </div>
  );
}

const OVER: Record<Exclude<Challenge["state"], "open">, string> = {
  accepted: "The challenge was accepted. Go to the match and say that you are ready.",
  cancelled: "It was withdrawn or declined. No stake is locked any more.",
  expired: "Nobody accepted it in time. No stake is locked any more.",
};

function Over({ challenge }: { challenge: Challenge }) {
  const state = challenge.state === "open" ? "expired" : challenge.state;
  return (
    <EmptyState
      title={state === "accepted" ? "The match is on" : "This challenge is over"}
      action={
        challenge.match_id === null ? (
          <ButtonLink href="/matches/find">Find an opponent</ButtonLink>
        ) : (
          <ButtonLink href={`/matches/${challenge.match_id}`}>To the match</ButtonLink>
        )
      }
    >
      {OVER[state]}
      {challenge.is_mine && state !== "accepted" ? ` Your ${kes(challenge.wager_amount)} is back in your wallet.` : ""}
    </EmptyState>
  );
}

function Terms({ challenge }: { challenge: Challenge }) {
  const terms = useTerms();
  const { fee, prize } = potOf(Number(challenge.wager_amount), terms);
  return (
    <div className="cut-lg border border-line bg-raised p-5">
      <p className="font-bold">{gameLabel(challenge)}</p>
      <p className="mb-3 text-sm text-muted">
        {PLATFORM_NAME[challenge.platform]} · <bdi>{challenge.challenger}</bdi>, rating{" "}
        {challenge.rating.toLocaleString("en-KE")}
      </p>
      <Receipt>
        <ReceiptRow label="Each puts in" tone="stake">
          {kes(challenge.wager_amount)}
        </ReceiptRow>
        <ReceiptRow label="Our fee">{kes(fee)}</ReceiptRow>
        <ReceiptRow label="Winner gets" tone="win" strong>
          {kes(prize)}
        </ReceiptRow>
      </Receipt>
      {challenge.due_at ? (
        <p className="mt-3 text-sm text-soft">
          Open for another{" "}
          <strong>
            <Countdown until={challenge.due_at} over="moment" />
          </strong>
          .
        </p>
      ) : null}
    </div>
  );
}

function Mine({ challenge }: { challenge: Challenge }) {
  const { cancel } = useChallengeActions();
  const link = `${location.origin}/matches/challenge/${challenge.code}`;
  const text = `Play me at ${gameLabel(challenge)} for ${kes(challenge.wager_amount)} on WageWars.`;
  const share = async () => {
    try {
      await navigator.share({ title: "WageWars challenge", text, url: link });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError"))
        toast.say("Sharing did not work. Copy the link.");
    }
  };
  return (
    <div className="space-y-3">
      <p className="text-soft">
        {challenge.opponent
          ? `We have notified ${challenge.opponent}. The match begins as soon as they accept; we notify you.`
          : "Send the link to the player you want to meet. The first to accept is your opponent; we notify you."}
      </p>
      {typeof navigator.share === "function" ? (
        <Button wide large onClick={() => void share()}>
          Share the link
        </Button>
      ) : null}
      <CopyField label="Link" value={link} />
      <Button
        tone="quiet"
        wide
        busy={cancel.isPending}
        busyLabel="Withdrawing…"
        onClick={() =>
          cancel.mutate(challenge.code, {
            onSuccess: () => toast.good(`Withdrawn. ${kes(challenge.wager_amount)} are back in your wallet.`),
            onError: (error) => toast.bad(sentenceFor(error)),
          })
        }
      >
        Withdraw it, return my stake
      </Button>
    </div>
  );
}

function Theirs({ challenge }: { challenge: Challenge }) {
  const router = useRouter();
  const { accept, cancel } = useChallengeActions();
  const { data: wallet } = useWallet();
  const name = useGameName(challenge.platform);
  const stake = Number(challenge.wager_amount);
  const short = wallet !== undefined && Number(wallet.playable) < stake;
  return (
    <div className="space-y-3">
      <p className="text-soft">
        The match opens when you accept, and you see your chance against <bdi>{challenge.challenger}</bdi> before it
        begins.
      </p>
      {name === null ? (
        <ButtonLink href={namePage(challenge.platform, `/matches/challenge/${challenge.code}`)} wide large>
          Add your {ACCOUNT_NAME[challenge.platform]} name to accept
        </ButtonLink>
      ) : short ? (
        <ButtonLink href="/wallet" wide large>
          Deposit to accept
        </ButtonLink>
      ) : (
        <Button
          wide
          large
          tone="win"
          busy={accept.isPending}
          busyLabel="Locking your stake…"
          onClick={() =>
            accept.mutate(challenge.code, {
              onSuccess: () => void router.push("/matches/active"),
              onError: (error) => toast.bad(sentenceFor(error)),
            })
          }
        >
          Accept, and stake {kes(stake)}
        </Button>
      )}
      {challenge.opponent ? (
        <Button
          tone="quiet"
          wide
          busy={cancel.isPending}
          busyLabel="Declining…"
          onClick={() => cancel.mutate(challenge.code, { onError: (error) => toast.bad(sentenceFor(error)) })}
        >
          Decline
        </Button>
      ) : null}
      <p className="text-center text-sm text-muted">
        A draw or a cancelled match gives both of you the full stake back.
      </p>
    </div>
  );
}
