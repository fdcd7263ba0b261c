/** When something happens: a countdown on the last day before it, else the day and hour. */
import { Countdown } from "@/components/ui/Countdown";
import { serverNow } from "@/lib/format/clock";
import { moment } from "@/lib/format/time";

const DAY = 86_400_000;

export function Moment({ of, at }: { of: string; at: string }) {
  const isFar = Date.parse(at) - serverNow() > DAY;
  if (isFar) return `${of} ${moment(at)}`;
  return (
    <>
      {of} in{" "}
      <strong>
        <Countdown until={at} over="a moment" />
      </strong>
    </>
  );
}
