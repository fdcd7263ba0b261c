/**
 * The full-screen call to a match or a challenge, above any open sheet: a popover above a modal dialog
 * would be inert, so it is a modal dialog itself. It closes by a button or Esc, never by a tap beside it.
 */
import { useRouter } from "next/router";
import { useCallback, useId, type ReactNode } from "react";
import { Button } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Mark } from "@/components/ui/Logo";
import { toast } from "@/components/ui/Toast";
import { sheetOpened } from "@/components/ui/TopLayer";
import type { Alarm as Call } from "@/hooks/matches/useAlarm";
import { useMatchActions } from "@/hooks/matches/useMatchActions";
import { sentenceFor } from "@/lib/api/problem";
import { gameLabel } from "@/lib/copy/games";
import { ofTournament, rivalOf } from "@/lib/copy/matches";
import { kes } from "@/lib/format/money";
import type { Match } from "@/types/match";

export const Alarm = ({ call }: { call: Call }) =>
  call.kind === "match" ? <Found call={call} match={call.match} /> : <Challenged call={call} />;

function Found({ call, match }: { call: Call; match: Match }) {
  const { push } = useRouter();
  const { ready } = useMatchActions(match.id);
  const see = () => {
    call.close();
    void push("/matches/active");
  };
  const go = () =>
    ready.mutate(undefined, {
      onSuccess: see,
      onError: (error) => {
        toast.bad(sentenceFor(error));
        call.close();
      },
    });
  return (
    <FullScreen
      call={call}
      title={ofTournament(match) ? "Tournament match" : "Match found"}
      name={rivalOf(match).username}
      text={`${ofTournament(match) ? "plays you in your tournament" : `plays you for ${kes(match.wager_amount)} each`}. Be ready before the time runs out.`}
      game={gameLabel(match)}
    >
      <Button data-main wide large tone="win" busy={ready.isPending} busyLabel="Notifying your opponent…" onClick={go}>
        I am ready
      </Button>
      <Button tone="plain" wide onClick={see}>
        See the match first
      </Button>
    </FullScreen>
  );
}

function Challenged({ call }: { call: Call & { kind: "challenge" } }) {
  const { push } = useRouter();
  const { challenge } = call;
  const see = () => {
    call.close();
    void push(`/matches/challenge/${challenge.code}`);
  };
  return (
    <FullScreen
      call={call}
      title="You are challenged"
      name={challenge.challenger}
      text={`${challenge.rematch_of ? "wants a rematch with you" : "challenges you"} for ${kes(challenge.wager_amount)} each. Nothing is staked before you accept.`}
      game={gameLabel(challenge)}
    >
      <Button data-main wide large onClick={see}>
        See the challenge
      </Button>
      <Button tone="plain" wide onClick={call.close}>
        Not now
      </Button>
    </FullScreen>
  );
}

type Props = { call: Call; title: string; name: string; text: string; game: string; children: ReactNode };

function FullScreen({ call, title, name, text, game, children }: Props) {
  const id = useId();
  const open = useCallback((dialog: HTMLDialogElement | null) => {
    if (!dialog) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-main]")?.focus();
    const gone = sheetOpened(dialog);
    return () => {
      gone();
      // Gives the focus back to where it was.
      dialog.close();
    };
  }, []);
  return (
    <dialog
      ref={open}
      aria-labelledby={id}
      // Esc; a browser may close it without asking first.
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) call.close();
      }}
      className="alarm m-0 h-dvh max-h-none w-full max-w-none overflow-y-auto bg-surface text-text"
    >
      <div className="mx-auto flex min-h-full max-w-md flex-col px-5 pt-[calc(2rem+env(safe-area-inset-top))] pb-[calc(1.5rem+env(safe-area-inset-bottom))] text-center">
        <div className="flex flex-1 flex-col items-center justify-center">
          <span aria-hidden className="relative mb-8 grid size-28 place-items-center">
            <span className="animate-ripple absolute inset-0 rounded-full border-2 border-stake" />
            <span className="grid size-16 place-items-center rounded-full border-2 border-stake bg-raised">
              <Mark className="size-8" />
            </span>
          </span>
          <div aria-live="assertive" className="max-w-full">
            <h2 id={id} className="display text-2xl">
              {title}
            </h2>
            <p className="mt-3 text-lg wrap-anywhere">
              <bdi className="font-bold">{name}</bdi> {text}
            </p>
          </div>
          <p className="mt-1 text-sm text-muted">{game}</p>
          <p className="money mt-6 text-3xl text-stake-text">
            <Countdown until={call.until} over="Time is up" />
          </p>
        </div>
        <div className="mt-8 space-y-3">{children}</div>
      </div>
    </dialog>
  );
}
