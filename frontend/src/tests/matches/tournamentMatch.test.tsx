import { expect, test } from "vitest";
import { MatchResult } from "@/components/matches/history/MatchResult";
import { MatchRow } from "@/components/matches/history/MatchRow";
import { ActiveMatch } from "@/components/matches/live/ActiveMatch";
import { aMatch } from "@/tests/support/fixtures";
import { fakeApi } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import type { Match } from "@/types/match";

const MONEY = /KES|stake|pot |fee|paid|wallet/i;

/** A match of a tournament: every amount is zero. */
const called = (changes: Partial<Match> = {}) =>
  aMatch({
    origin: "tournament",
    tournament_id: 7,
    tournament_match_key: "W1.3",
    wager_amount: "0.00",
    pot: "0.00",
    fee: "0.00",
    prize: "0.00",
    rules: { ...aMatch().rules, house: { draw: "A draw is played again." }, silence_confirms_up_to: "1000.00" },
    ...changes,
  });

const disputed = { status: "disputed", dispute: null } as const;
const LIVE: Record<string, Partial<Match>> = {
  "before both are ready": { status: "pending", verification_state: "awaiting_checkin" },
  "in play": { verification_state: "in_play" },
  "after one report": { verification_state: "awaiting_reports", my_outcome: "won" },
  "with a proposed draw": { verification_state: "provisional", proposed_result: "draw", reason: "game_data" },
  "while proof is shown": { ...disputed, verification_state: "evidence", reason: "no_winner" },
  "before a referee": { ...disputed, verification_state: "admin_review", reason: "reports_contradict" },
};

test.each(Object.keys(LIVE))("nothing on the screen of a match is about money %s", (state) => {
  fakeApi({});
  const { container } = renderApp(<ActiveMatch match={called(LIVE[state])} />);
  expect(container).toHaveTextContent("Tournament match W1.3");
  expect(container).not.toHaveTextContent(MONEY);
});

const OVER = { status: "completed", verification_state: "settled", my_net: "0.00" } as const;
const ENDS: Record<string, Partial<Match>> = {
  won: { ...OVER, result: "player1", winner_id: 1, reason: "not_ready" },
  lost: { ...OVER, result: "player2", winner_id: 2, reason: "walked_away" },
  void: { ...OVER, result: "void", reason: "ruled" },
  cancelled: { ...OVER, status: "cancelled", result: "void", reason: "called_off" },
};

test.each(Object.keys(ENDS))("nor is its end, when it is %s, on its page or in the history", (end) => {
  fakeApi({});
  const match = called(ENDS[end]);
  const { container, queryByRole } = renderApp(
    <>
      <MatchResult match={match} />
      <ul>
        <MatchRow match={match} />
      </ul>
    </>,
  );
  expect(container).not.toHaveTextContent(MONEY);
  expect(queryByRole("button", { name: /rematch/i })).toBeNull();
});

test("the sheet of a report says that a draw is played again", async () => {
  fakeApi({});
  const { player, getByRole, findByText } = renderApp(<ActiveMatch match={called()} />);
  await player.click(getByRole("button", { name: "It was a draw" }));
  await findByText("If brian says so too, you play again: a tournament needs a winner.");
});
