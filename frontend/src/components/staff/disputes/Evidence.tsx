/** What there is to judge by: reports, statements, pictures, messages, the game's records, the past of both. */
import { Facts, Part } from "@/components/staff/Facts";
import { BlobImage } from "@/components/ui/BlobImage";
import { usePicture } from "@/hooks/matches/useEvidence";
import { presetText } from "@/lib/copy/room";
import { moment } from "@/lib/format/time";
import type { StaffDispute } from "@/types/staff";

type Seat = "player1" | "player2";
type Props = { dispute: StaffDispute };

const nameIn = (dispute: StaffDispute) => (seat: Seat) => dispute.match[seat].username;

export function Evidence({ dispute }: Props) {
  const nameOf = nameIn(dispute);
  return (
    <>
      <Part name="Reports" empty={dispute.reports.length === 0}>
        <Facts
          items={dispute.reports.map((one) => [
            nameOf(one.seat),
            `${one.outcome}${one.replay > 0 ? `, replay ${one.replay}` : ""}, ${moment(one.reported_at)}`,
          ])}
        />
      </Part>
      <Statements dispute={dispute} />
      <Pictures dispute={dispute} />
      <Records dispute={dispute} />
      <Part name="What they wrote to each other" empty={dispute.messages.length === 0}>
        <ol className="space-y-1 text-sm">
          {dispute.messages.map((one) => (
            <li key={one.id} className="wrap-anywhere">
              <span className="font-semibold">{nameOf(one.seat)}</span>, {moment(one.created_at)}:{" "}
              {one.preset ? presetText(one.preset) : one.text}
              {one.is_hidden ? " (hidden)" : ""}
            </li>
          ))}
        </ol>
      </Part>
      <Part name="Timeline">
        <ol className="space-y-1 text-sm">
          {dispute.timeline.map((one) => (
            <li key={`${one.at} ${one.verification_state}`} className="wrap-anywhere">
              <span className="figures text-muted">{moment(one.at)}</span> {one.verification_state.replaceAll("_", " ")}
              {one.note ? `: ${one.note}` : ""}
            </li>
          ))}
        </ol>
      </Part>
    </>
  );
}

function Statements({ dispute }: Props) {
  const nameOf = nameIn(dispute);
  return (
    <Part name="Statements" empty={dispute.statements.length === 0}>
      <ul className="space-y-3 text-sm">
        {dispute.statements.map((one) => (
          <li key={`${one.seat} ${one.written_at}`}>
            <p className="font-semibold wrap-anywhere">
              {nameOf(one.seat)}: {one.reason.replaceAll("_", " ")}
            </p>
            <p className="wrap-anywhere">{one.statement || "They wrote nothing."}</p>
            <p className="text-muted">{one.helps}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Pictures({ dispute }: Props) {
  const nameOf = nameIn(dispute);
  return (
    <Part name="Pictures" empty={dispute.pictures.length === 0}>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,15rem),1fr))] gap-4">
        {dispute.pictures.map((one) => (
          <li key={one.id} className="text-sm">
            <Picture matchId={dispute.match.id} id={one.id} gone={one.state === "expired"} />
            <p className="mt-1 font-semibold wrap-anywhere">
              {nameOf(one.seat)}, {moment(one.created_at)}
            </p>
            <p className="wrap-anywhere">{[one.note, ...one.flags].filter(Boolean).join(". ")}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Records({ dispute }: Props) {
  const past = [dispute.player1_record, dispute.player2_record];
  return (
    <>
      <Part name="The game's records" empty={dispute.candidates.length === 0}>
        <ul className="space-y-1 text-sm">
          {dispute.candidates.map((one) => (
            <li key={`${one.provider} ${one.cod_match_id} ${one.observed_at}`} className="wrap-anywhere">
              {one.provider}: {one.outcome}, confidence {one.grade.toLowerCase()}
              {one.flags.length ? ` (${one.flags.join(", ").replaceAll("_", " ")})` : ""}
            </li>
          ))}
        </ul>
      </Part>
      <Part name="Flags" empty={dispute.flags.length === 0}>
        <p className="text-sm">{dispute.flags.join(", ").replaceAll("_", " ")}</p>
      </Part>
      <Part name="Their past">
        <Facts
          items={past.map((one, at) => [
            dispute.match[at === 0 ? "player1" : "player2"].username,
            `${one.matches} matches, ${one.disputes} disputes (rulings ${one.rulings_won} for, ${one.rulings_lost} against), ${one.strikes} strikes, risk ${one.risk}`,
          ])}
        />
      </Part>
    </>
  );
}

function Picture({ matchId, id, gone }: { matchId: number; id: number; gone: boolean }) {
  const { data: blob, isError } = usePicture(matchId, id, !gone);
  const box = "aspect-video w-full rounded-lg border border-line bg-lifted object-contain";
  if (gone || isError)
    return <p className={`${box} grid place-items-center text-muted`}>{gone ? "Deleted by age" : "Not loaded"}</p>;
  return blob ? <BlobImage blob={blob} className={box} /> : <div className={box} />;
}
