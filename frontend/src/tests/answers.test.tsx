import { expect, test } from "vitest";
import { MatchResult } from "@/components/matches/history/MatchResult";
import { ReportPrompt } from "@/components/matches/report/ReportPrompt";
import { fakeApi, json } from "@/tests/support/fakeApi";
import { aMatch } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import type { Match } from "@/types/match";

const REFEREE_AT = "2026-11-22T18:30:00Z"; // 21:30 in Nairobi
const ANSWER_BY = "2026-11-22T17:00:00Z";
const [me, rival] = [aMatch().player1, aMatch().player2];
const nothing = { reached_by: null, reached_at: null, referee_at: REFEREE_AT } as const;
const bySms = { reached_by: "sms", reached_at: "2026-11-22T16:30:00Z", referee_at: REFEREE_AT } as const;

/** The report of one waits for the other's. */
const waiting = (reporter: "me" | "rival", changes: Partial<Match>) =>
  aMatch({
    verification_state: "awaiting_reports",
    my_outcome: reporter === "me" ? "won" : null,
    player1: { ...me, reported: reporter === "me" },
    player2: { ...rival, reported: reporter === "rival" },
    ...changes,
  });

const proof = (seat: "player1" | "player2", answer: Omit<NonNullable<Match["answer"]>, "seat">) => ({
  seat,
  ...answer,
});

test("who reported reads that the other could not be reached yet, and when a referee gets the match", () => {
  const match = waiting("me", { answer: proof("player2", nothing), due_at: REFEREE_AT });
  const { getByText } = renderApp(<ReportPrompt match={match} />);
  expect(getByText(/We could not reach .?brian.? yet\. Their time to answer begins when/)).toBeVisible();
  expect(getByText(/at 21:30 at the latest a referee gets the match/)).toBeVisible();
  expect(getByText(/If .?brian.? is reached and says nothing, your report counts if you have kept/)).toBeVisible();
});

test("who reported reads how and when the other was reached", () => {
  const match = waiting("me", { answer: proof("player2", bySms), due_at: ANSWER_BY });
  const { getByText, queryByText } = renderApp(<ReportPrompt match={match} />);
  expect(
    getByText(/We reached .?brian.? by SMS .*19:30\. If .?brian.? says nothing, your report counts/),
  ).toBeVisible();
  expect(queryByText(/could not reach/)).toBeNull();
});

test("who is silent reads when their time begins, and when it began", () => {
  const dark = waiting("rival", { answer: proof("player1", nothing), due_at: REFEREE_AT });
  const first = renderApp(<ReportPrompt match={dark} />);
  expect(first.getByText(/No reminder has reached your phone yet\. Your time to answer begins when/)).toBeVisible();
  expect(first.getByText(/the report of .?brian.? can stand/)).toBeVisible();
  first.unmount();
  const told = waiting("rival", { answer: proof("player1", bySms), due_at: ANSWER_BY });
  const second = renderApp(<ReportPrompt match={told} />);
  expect(second.getByText(/We reached you by SMS .*19:30\. If you say nothing, the report of/)).toBeVisible();
});

test("a reminder that came too late for the whole time lets no report stand", () => {
  const match = waiting("me", { answer: proof("player2", bySms), due_at: REFEREE_AT });
  const { getByText } = renderApp(<ReportPrompt match={match} />);
  expect(getByText(/That was late: at 21:30 .* If .?brian.? says nothing, a referee decides\./)).toBeVisible();
});

test("an admitted defeat waits for no proof", () => {
  const answer = proof("player2", nothing);
  const match = waiting("me", { my_outcome: "lost", answer, due_at: ANSWER_BY });
  const { getByText, queryByText } = renderApp(<ReportPrompt match={match} />);
  expect(getByText(/says nothing, your report counts\. You can leave/)).toBeVisible();
  expect(queryByText(/could not reach/)).toBeNull();
});

test("a result by silence says how the silent player was reached", async () => {
  fakeApi({ "GET /api/v1/matches/challenges": () => json({ items: [] }) });
  const ended = { status: "completed", verification_state: "settled", result: "player2", winner_id: 2 } as const;
  const match = aMatch({ ...ended, reason: "silence", answer: proof("player1", bySms), due_at: null });
  const { findByText } = renderApp(<MatchResult match={match} />);
  expect(await findByText(/said nothing in time\..* We reached you by SMS .*19:30\./)).toBeVisible();
});
