/** What the player is in this tournament and can do now: join, check in, leave, go to their match, see their prize. */
import { useState } from "react";
import { Loaded } from "@/components/Loaded";
import { JoinSheet } from "@/components/tournaments/mine/JoinSheet";
import { LeaveSheet } from "@/components/tournaments/mine/LeaveSheet";
import { NextMatch } from "@/components/tournaments/mine/NextMatch";
import { Button, ButtonLink } from "@/components/ui/Button";
import { Countdown } from "@/components/ui/Countdown";
import { Notice } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useAuth } from "@/hooks/useAuth";
import { useMyPart } from "@/hooks/tournaments/useTournament";
import { useTournamentActions } from "@/hooks/tournaments/useTournamentActions";
import { sentenceFor, sentenceOf } from "@/lib/api/problem";
import { comingText, comingPrizeText, refusalText, seatText, wayOut } from "@/lib/copy/tournaments/mine";
import { isFree, placeName } from "@/lib/copy/tournaments/terms";
import { isOver } from "@/lib/tournaments/status";
import { kes } from "@/lib/format/money";
import { hour } from "@/lib/format/time";
import type { MyPart as Part, TournamentDetail } from "@/types/tournament";

type Props = { tournament: TournamentDetail };
type PartProps = Props & { part: Part };

export function MyPart({ tournament }: Props) {
  const { status } = useAuth();
  const part = useMyPart(tournament.id, tournament.status);
  if (status === "signed-out") return <Visitor tournament={tournament} />;
  return (
    <Loaded query={part} skeleton={<Skeleton className="h-24" />} failed="Your part in it could not be loaded">
      {(mine) => <Mine tournament={tournament} part={mine} />}
    </Loaded>
  );
}

function Visitor({ tournament }: Props) {
  if (tournament.status !== "registration") return null;
  const next = encodeURIComponent(`/tournaments/${tournament.id}`);
  return (
    <div className="space-y-3">
      <ButtonLink href={`/auth/login?next=${next}`} wide large>
        Log in to join
      </ButtonLink>
      <ButtonLink href={`/auth/register?next=${next}`} tone="plain" wide>
        Create an account
      </ButtonLink>
    </div>
  );
}

function Mine({ tournament, part }: PartProps) {
  if (tournament.status === "cancelled") return null;
  if (part.place_first !== null) return <Result tournament={tournament} part={part} />;
  return (
    <div className="space-y-4">
      {part.next_match ? <NextMatch next={part.next_match} /> : null}
      {part.can_check_in ? <CheckIn tournament={tournament} /> : null}
      <Seat tournament={tournament} part={part} />
      {part.can_join ? <Join tournament={tournament} /> : null}
      {part.can_leave ? <Leave tournament={tournament} part={part} /> : null}
    </div>
  );
}

function CheckIn({ tournament }: Props) {
  const act = useTournamentActions(tournament.id);
  return (
    <section aria-label="Check-in" className="cut-lg border-2 border-stake bg-raised p-5">
      <h2 className="display text-lg">Are you there?</h2>
      <p className="mt-1 mb-4 text-soft">
        Check in by {hour(tournament.start_date)}:{" "}
        <strong>
          <Countdown until={tournament.start_date} over="now" />
        </strong>{" "}
        left.{" "}
        {isFree(tournament)
          ? "Who does not check in loses the seat."
          : tournament.absence === "forfeit"
            ? "Who does not check in loses the seat, and the entry stays in the pool."
            : "Who does not check in loses the seat and gets the entry back."}
      </p>
      <Button
        tone="win"
        wide
        large
        className="min-h-18 text-xl"
        busy={act.isPending}
        busyLabel="Checking you in…"
        onClick={() =>
          act.mutate("check_in", {
            onSuccess: () => toast.good("You are checked in."),
            onError: (error) => toast.bad(sentenceFor(error)),
          })
        }
      >
        Check in
      </Button>
    </section>
  );
}

/** The seat in words, or why one cannot be had. */
function Seat({ tournament, part }: PartProps) {
  const text = seatText(part, tournament);
  if (text) {
    return (
      <Notice tone={text.tone} title={text.title}>
        {text.text}
      </Notice>
    );
  }
  if (part.can_join || part.refusal === null || isOver(tournament.status)) return null;
  const way = wayOut(part.refusal, tournament);
  return (
    <Notice
      tone="wait"
      title="You cannot join right now"
      action={
        way ? (
          <ButtonLink href={way.href} tone="plain">
            {way.name}
          </ButtonLink>
        ) : null
      }
    >
      {refusalText(part.refusal, tournament) ?? sentenceOf(part.refusal) ?? "Look again in a while."}
    </Notice>
  );
}

function Join({ tournament }: Props) {
  const [isOpen, setOpen] = useState(false);
  const isFull = tournament.current_participants >= tournament.max_participants;
  return (
    <>
      <Button wide large onClick={() => setOpen(true)}>
        {isFull ? "Join the waiting list" : isFree(tournament) ? "Join" : `Join for ${kes(tournament.entry_fee)}`}
      </Button>
      {isOpen ? <JoinSheet tournament={tournament} isFull={isFull} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Leave({ tournament, part }: PartProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button tone="quiet" wide onClick={() => setOpen(true)}>
        {part.status === "waiting" ? "Leave the waiting list" : "Leave the tournament"}
      </Button>
      {isOpen ? <LeaveSheet tournament={tournament} part={part} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Result({ tournament, part }: PartProps) {
  const { place_first: first, place_last: last, prize } = part;
  if (first === null) return null;
  const won = first === 1;
  return (
    <section aria-label="Your result" className="cut-lg border-2 border-stake bg-raised p-5 text-center">
      <p className="text-sm text-muted">{won ? "You won" : "You came"}</p>
      <p className="display text-3xl text-stake-text">{placeName(first, last ?? first)}</p>
      {Number(prize) + Number(part.prize_to_come) > 0 ? (
        <p className="mt-2">
          <span className="money text-xl text-win-text">{kes(prize ?? "0")}</span>
          <span className="block text-sm text-soft">{comingText(part)}</span>
        </p>
      ) : isOver(tournament.status) ? null : (
        <p className="mt-2 text-sm text-soft">{comingPrizeText(first, tournament)}</p>
      )}
    </section>
  );
}
