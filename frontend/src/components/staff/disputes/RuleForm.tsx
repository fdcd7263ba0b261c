/** The ruling of a referee: a result, the reason that both players read, and whose claim was false. */
import { useState } from "react";
import { Signed } from "@/components/staff/Signed";
import { Select } from "@/components/ui/Input";
import { toast } from "@/components/ui/Toast";
import { useDecide, type Decision } from "@/hooks/staff/useDisputes";
import type { Blame, Ruling, StaffDispute } from "@/types/staff";

type Choice = Extract<Decision, { kind: "decide" }>["result"];

export function RuleForm({ dispute }: { dispute: StaffDispute }) {
  const decide = useDecide();
  const [result, setResult] = useState<Choice | "">("");
  const [strike, setStrike] = useState<Blame>("none");
  const { match } = dispute;
  const isAppeal = dispute.appeal !== null && dispute.appeal.decision === null;
  return (
    <Signed
      title={isAppeal ? "Decide the appeal" : "Your ruling"}
      action={dispute.needs_two ? "Propose this ruling" : "Rule, and pay the pot"}
      label="Reason"
      hint="Both players read it."
      least={10}
      ready={result !== ""}
      busy={decide.isPending}
      error={decide.error}
      onSend={(signature, settled) =>
        result !== "" &&
        decide.mutate(
          { kind: isAppeal ? "appeal" : "decide", match_id: match.id, result, strike, ...signature },
          {
            onSuccess: (done) => {
              settled();
              toast.good(done ? "It is decided, and both can read it." : "Another referee has to agree now.");
            },
          },
        )
      }
    >
      <Select
        label="Result"
        value={result}
        onChange={(event) => setResult(event.target.value as Choice)}
        options={[["", "Choose"], ...results(dispute, isAppeal)]}
      />
      <Select
        label="Whose claim was false, and not merely mistaken?"
        value={strike}
        onChange={(event) => setStrike(event.target.value as Blame)}
        options={[
          ["none", "Nobody's"],
          ["player1", match.player1.username],
          ["player2", match.player2.username],
        ]}
      />
    </Signed>
  );
}

function results({ match }: StaffDispute, isAppeal: boolean): (readonly [Ruling | "uphold", string])[] {
  return [
    ...(isAppeal ? ([["uphold", "It stays as it was ruled"]] as const) : []),
    ["player1", `${match.player1.username} won`],
    ["player2", `${match.player2.username} won`],
    ["draw", "A draw"],
    ["split", "Split the pot"],
    ["void", "It did not count"],
    ...(isAppeal ? [] : ([["replay", "Play it again"]] as const)),
  ];
}
