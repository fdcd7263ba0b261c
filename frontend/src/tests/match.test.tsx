import { expect, test } from "vitest";
import { ActiveMatch } from "@/components/matches/live/ActiveMatch";
import { MatchResult } from "@/components/matches/history/MatchResult";
import { aMatch } from "@/tests/support/fixtures";
import { renderApp, inApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import type { Match } from "@/types/match";

const REPORT = "/api/v1/matches/12/report";
const reported = (match: Match, seat: "player1" | "player2") => ({
  ...match,
  [seat]: { ...match[seat], reported: true },
});

test("a report is sent only after a confirmation, which says what it does to the money", async () => {
  const api = fakeApi({ [`POST ${REPORT}`]: () => json(aMatch({ my_outcome: "won" })) });
  const { player, getByRole, findByText } = renderApp(<ActiveMatch match={aMatch()} />);
  await player.click(getByRole("button", { name: "I won" }));
  await findByText(/If brian reports a loss, KES 180 is yours at once/);
  expect(api.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  await player.click(getByRole("button", { name: "Yes, I won" }));
  await expect.poll(() => api.requestsTo("POST", REPORT)[0]?.body).toContain('"outcome":"won"');
});

test("an open report sheet stays open when the opponent reports meanwhile", async () => {
  fakeApi({});
  const { player, getByRole, rerender, queries } = renderApp(<ActiveMatch match={aMatch()} />);
  await player.click(getByRole("button", { name: "I won" }));
  const later = reported(aMatch({ verification_state: "awaiting_reports" }), "player2");
  rerender(inApp(<ActiveMatch match={later} />, queries));
  expect(getByRole("button", { name: "Yes, I won" })).toBeVisible();
});

test("going back from the confirmation sends nothing", async () => {
  const api = fakeApi({});
  const { player, getByRole, queryByRole } = renderApp(<ActiveMatch match={aMatch()} />);
  await player.click(getByRole("button", { name: "I lost" }));
  await player.click(getByRole("button", { name: "Go back" }));
  expect(queryByRole("button", { name: "Yes, I lost" })).toBeNull();
  expect(api.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a refused report is shown in the sheet", async () => {
  fakeApi({ [`POST ${REPORT}`]: () => problem(503, "service_unavailable") });
  const { player, getByRole, findByRole } = renderApp(<ActiveMatch match={aMatch()} />);
  await player.click(getByRole("button", { name: "I won" }));
  await player.click(getByRole("button", { name: "Yes, I won" }));
  expect(await findByRole("alert")).toHaveTextContent("Your money is safe");
});

test("before both are ready there is a ready button, the code, and a button to cancel", () => {
  const pending = aMatch({ status: "pending", verification_state: "awaiting_checkin" });
  const match = { ...pending, player1: { ...pending.player1, ready: false } };
  const { getByRole, getByTestId, queryByRole } = renderApp(<ActiveMatch match={match} />);
  expect(getByRole("button", { name: "I am ready" })).toBeEnabled();
  expect(getByRole("button", { name: "I can’t play now" })).toBeEnabled();
  expect(getByTestId("lobby-code")).toHaveTextContent("WW7K");
  expect(queryByRole("button", { name: "I won" })).toBeNull();
});

test("a player who has reported sees whom they wait for, and what happens without a second report", () => {
  const match = reported(aMatch({ my_outcome: "won", verification_state: "awaiting_reports" }), "player1");
  const { getByText, queryByRole } = renderApp(<ActiveMatch match={match} />);
  expect(getByText("Waiting for brian")).toBeVisible();
  expect(getByText(/a referee decides/)).toBeVisible();
  expect(queryByRole("button", { name: "I won" })).toBeNull();
});

test("a mistaken report can be corrected until the opponent reports", async () => {
  const api = fakeApi({ [`POST ${REPORT}`]: () => json(aMatch({ my_outcome: "lost" })) });
  const match = reported(aMatch({ my_outcome: "won", verification_state: "awaiting_reports" }), "player1");
  const { player, getByRole } = renderApp(<ActiveMatch match={match} />);
  await player.click(getByRole("button", { name: /correct my report/ }));
  await player.click(getByRole("button", { name: "I lost" }));
  await player.click(getByRole("button", { name: "Yes, I lost" }));
  await expect.poll(() => api.requestsTo("POST", REPORT)[0]?.body).toContain('"outcome":"lost"');
});

test("a ruling is shown with the referee's reason", () => {
  const ruled = { status: "completed", result: "player2", winner_id: 2, reason: "ruled" } as const;
  const { getByText } = renderApp(<MatchResult match={aMatch({ ...ruled, ruling: "The recording shows 6 to 4." })} />);
  expect(getByText(/The recording shows 6 to 4/)).toBeVisible();
});

test("a dispute says that the money is locked and who decides", async () => {
  const match = aMatch({ status: "disputed", verification_state: "admin_review", reason: "reports_contradict" });
  fakeApi({});
  const { findByText, getByText } = renderApp(<ActiveMatch match={match} />);
  expect(await findByText("Case 12: you two do not agree")).toBeVisible();
  expect(getByText(/The pot of KES 200 stays locked/)).toBeVisible();
});

test.each([
  // A win is one figure everywhere: what it added to the wallet. What only comes back has no plus.
  [{ result: "player1", winner_id: 1, my_net: "80.00" }, "You won", "+KES 80", "+KES 80"],
  [{ result: "player2", winner_id: 2, my_net: "-100.00" }, "You lost", "−KES 100", "−KES 100"],
  [{ result: "draw", my_net: "0.00" }, "A draw", "KES 100 back", "KES 0"],
  [{ result: "void", my_net: "0.00" }, "No result", "KES 100 back", "KES 0"],
  [{ result: "split", my_net: "-10.00" }, "Shared", "−KES 10", "KES 90"],
] as const)("how it ended stands on top, and the money adds up: %o", (end, title, headline, gain) => {
  const match = aMatch({
    status: "completed",
    verification_state: "settled",
    completed_at: "2026-11-22T17:00:00Z",
    ...end,
  });
  const { getByRole, getAllByText } = renderApp(<MatchResult match={match} />);
  expect(getByRole("heading", { level: 1 })).toHaveTextContent(title);
  expect(getAllByText(headline).length).toBeGreaterThan(0);
  expect(getAllByText(gain).length).toBeGreaterThan(0);
});

test("a cancelled match shows no plus, for nobody has won anything", () => {
  const { container } = renderApp(<MatchResult match={aMatch({ status: "cancelled", reason: "walked_away" })} />);
  expect(container).toHaveTextContent("KES 100 back");
  expect(container.textContent).not.toContain("+");
});

test("whoever has lost is not urged to play again: no button there stands out", async () => {
  fakeApi({});
  const lost = aMatch({ status: "completed", verification_state: "settled", result: "player2", winner_id: 2 });
  const { findByRole } = renderApp(<MatchResult match={lost} />);
  expect(await findByRole("button", { name: /^Rematch/ })).not.toHaveClass("bg-stake");
});

test("a username here is never given out as a name in the game", () => {
  const match = aMatch({ player2: { ...aMatch().player2, username: "otis_278801", cod_username: null } });
  fakeApi({});
  const { getByText, queryByText } = renderApp(<ActiveMatch match={match} />);
  expect(getByText(/otis_278801 has given no name in the game/)).toBeVisible();
  expect(queryByText(/invite otis_278801/)).toBeNull();
});
