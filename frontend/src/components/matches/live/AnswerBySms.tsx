/** How to answer without data, from the phone whose number is proved; only while an answer of the player is due. */
import type { ReactNode } from "react";
import { meIn } from "@/lib/copy/matches";
import type { Match } from "@/types/match";

export function AnswerBySms({ match }: { match: Match }) {
  const { answer_by_sms: sms } = match;
  const me = meIn(match);
  if (!sms) return null;
  if (match.status === "pending") return me.ready ? null : <Line word="OK" code={sms.code} to={sms.to} />;
  if (match.verification_state === "provisional")
    return match.proposed_result === match.my_seat ? null : (
      <Line word="OK" code={sms.code} to={sms.to} then="if the result is right" />
    );
  if (me.reported && match.reason !== "both_lost") return null;
  return (
    <p className="text-sm text-soft">
      No data when you are done? Send <Words>W {sms.code}</Words> if you won, or <Words>L {sms.code}</Words> if you
      lost, to <Words>{sms.to}</Words> from your phone.
    </p>
  );
}

const Line = ({ word, code, to, then }: { word: string; code: string; to: string; then?: string }) => (
  <p className="text-sm text-soft">
    No data? Send{" "}
    <Words>
      {word} {code}
    </Words>{" "}
    to <Words>{to}</Words> from your phone{then ? ` ${then}` : ""}.
  </p>
);

const Words = ({ children }: { children: ReactNode }) => (
  <strong className="font-bold whitespace-nowrap text-text">{children}</strong>
);
