import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ActiveMatch } from "@/components/matches/live/ActiveMatch";
import { LiveBanner } from "@/components/matches/live/LiveBanner";
import { EvidenceUpload } from "@/components/matches/report/EvidenceUpload";
import { MatchResult } from "@/components/matches/history/MatchResult";
import { aMatch, searching } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { FakeUpload } from "@/tests/support/fakeUpload";
import { aChallenge, aDispute, anOffer, somePictures } from "@/tests/support/playFixtures";
import type { Match } from "@/types/match";

const EVIDENCE = "/api/v1/matches/12/evidence";
const soon = () => new Date(Date.now() + 600_000).toISOString();
const provisional = (changes: Partial<Match> = {}) =>
  aMatch({
    verification_state: "provisional",
    proposed_result: "player2",
    reason: "silence",
    due_at: soon(),
    ...changes,
  });

test("before both are ready the chance is shown beside the ready button", async () => {
  fakeApi({ "GET /api/v1/matches/12/offer": () => json(anOffer()) });
  const match = aMatch({ status: "pending", verification_state: "awaiting_checkin" });
  const { findByText, getByText } = renderApp(<ActiveMatch match={match} />);
  expect(await findByText("42–58%")).toBeVisible();
  expect(getByText(/you win more than 56 of 100/)).toBeVisible();
});

test("in play the code is the clan tag, and the host opens the lobby", () => {
  const { getByText, getByTestId } = renderApp(<ActiveMatch match={aMatch()} />);
  expect(getByTestId("lobby-code")).toHaveTextContent("WW7K");
  expect(getByText(/as your clan tag/)).toBeVisible();
  expect(getByText(/Open a private lobby and invite/)).toBeVisible();
});

test("two players who both reported a loss report once more", () => {
  const { getByText, getByRole } = renderApp(
    <ActiveMatch match={aMatch({ verification_state: "awaiting_reports", reason: "both_lost", my_outcome: "lost" })} />,
  );
  expect(getByText("Both of you reported a loss")).toBeVisible();
  expect(getByRole("button", { name: "I won" })).toBeEnabled();
});

test("a proposed result says what, why and until when, and is confirmed with one tap", async () => {
  const api = fakeApi({ "POST /api/v1/matches/12/confirm": () => json(aMatch({ status: "completed" })) });
  const { player, findByText, getByText, getByRole } = renderApp(<ActiveMatch match={provisional()} />);
  expect(await findByText("brian won, it seems")).toBeVisible();
  expect(getByText(/said nothing in time/)).toBeVisible();
  await player.click(getByRole("button", { name: "That is right" }));
  await waitFor(() => expect(api.requestsTo("POST", "/api/v1/matches/12/confirm")).toHaveLength(1));
});

test("a player who contests says what happened, and sees the price of a false claim first", async () => {
  const api = fakeApi({ "POST /api/v1/matches/12/contest": () => json(aMatch({ status: "disputed" })) });
  const { player, findByRole, getByRole, getByText } = renderApp(<ActiveMatch match={provisional()} />);
  await player.click(await findByRole("button", { name: "That is wrong" }));
  expect(getByText(/the second a week without play/)).toBeVisible();
  await player.click(getByRole("button", { name: "Contest the result" }));
  await waitFor(() => expect(api.requests.at(-1)?.body).toBe('{"outcome":"won"}'));
});

test("a result in the player's favour needs no action", async () => {
  const { findByText, queryByRole } = renderApp(<ActiveMatch match={provisional({ proposed_result: "player1" })} />);
  expect(await findByText(/You need not do anything/)).toBeVisible();
  expect(queryByRole("button", { name: "That is right" })).toBeNull();
});

test("a dispute is opened with a reason and a statement, and says what proof helps", async () => {
  const DISPUTE = "/api/v1/matches/12/dispute";
  const api = fakeApi({ [`POST ${DISPUTE}`]: () => json(aMatch({ status: "disputed" })) });
  const { player, getByRole, findByRole, findByLabelText, getByText } = renderApp(<ActiveMatch match={aMatch()} />);
  await player.click(getByRole("button", { name: "Ask a referee to look" }));
  await player.selectOptions(await findByLabelText("What happened"), "opponent_absent");
  expect(getByText(/The empty lobby with its clock/)).toBeVisible();
  await player.type(await findByLabelText("In your own words"), "They never came");
  await player.click(await findByRole("button", { name: "Open a dispute" }));
  await waitFor(() =>
    expect(JSON.parse(api.requestsTo("POST", DISPUTE)[0]?.body ?? "{}")).toEqual({
      reason: "opponent_absent",
      statement: "They never came",
    }),
  );
  expect(api.requestsTo("POST", DISPUTE)[0]?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("while proof can be shown both see the same deadline, and can finish early", async () => {
  const api = fakeApi({
    [`GET ${EVIDENCE}`]: () => json(somePictures()),
    "POST /api/v1/matches/12/dispute/done": () => json(aMatch({ status: "disputed" })),
  });
  const match = aMatch({
    status: "disputed",
    verification_state: "evidence",
    reason: "contested",
    dispute: aDispute({ opened_by: "player2", evidence_until: soon() }),
  });
  const { player, findByText, findByTestId, getByRole } = renderApp(<ActiveMatch match={match} />);
  expect(await findByText("Case 12: brian disputed it")).toBeVisible();
  expect(await findByTestId("dispute-deadline")).toHaveTextContent(/Time left to show proof(10:00|9:5\d)/);
  await player.click(getByRole("button", { name: "I have no more proof" }));
  // It cannot be taken back, so it is asked once more.
  expect(api.requestsTo("POST", "/api/v1/matches/12/dispute/done")).toEqual([]);
  await player.click(getByRole("button", { name: "That is all I have" }));
  await waitFor(() => expect(api.requestsTo("POST", "/api/v1/matches/12/dispute/done")).toHaveLength(1));
});

test("a disputed match frees its player, and stays one tap away with the time left for proof", async () => {
  const match = aMatch({ status: "disputed", verification_state: "evidence", due_at: soon(), dispute: aDispute() });
  const api = fakeApi({
    "GET /api/v1/matchmaking/queue": () => json(searching({ status: "idle" })),
    "GET /api/v1/matches": () => json({ items: [match], next_cursor: null }),
  });
  const { findByRole } = renderApp(<LiveBanner />);
  const link = await findByRole("link", { name: /Show your proof · (10:00|9:5\d)/ });
  expect(link).toHaveAttribute("href", "/matches/12");
  expect(api.requestsTo("GET", "/api/v1/matches")[0]?.query.get("status")).toBe("disputed");
});

test("the banner shows what cannot wait: a search before a challenge, and a challenge before a dispute", async () => {
  const match = aMatch({ status: "disputed", verification_state: "evidence", due_at: soon(), dispute: aDispute() });
  let queue = searching({ status: "idle" });
  fakeApi({
    "GET /api/v1/matchmaking/queue": () => json(queue),
    "GET /api/v1/matches": () => json({ items: [match], next_cursor: null }),
    "GET /api/v1/matches/challenges": () => json({ items: [aChallenge({ opponent: "amina", is_mine: false })] }),
  });
  const { queries, findByRole, getAllByRole } = renderApp(<LiveBanner />);
  await findByRole("link", { name: /brian.* challenges you/ });
  expect(getAllByRole("link")).toHaveLength(1);
  queue = searching();
  await queries.invalidateQueries();
  await findByRole("link", { name: /Searching for an opponent/ });
  expect(getAllByRole("link")).toHaveLength(1);
});

test("in the referees' queue a player sees their place and the deadline", async () => {
  fakeApi({ [`GET ${EVIDENCE}`]: () => json(somePictures({ is_open: false, opponent_shown: true })) });
  const match = aMatch({
    status: "disputed",
    verification_state: "admin_review",
    dispute: aDispute({ place_in_queue: 3, rule_by: soon() }),
  });
  const { findByTestId, findByText } = renderApp(<ActiveMatch match={match} />);
  expect(await findByTestId("dispute-deadline")).toHaveTextContent(
    /A referee decides within.*Your place in the queue3\./,
  );
  expect(await findByText(/Nobody can add pictures any more/)).toBeVisible();
});

test("camera and gallery ask for JPEG first and for no HEIC, so that an iPhone converts its photos", async () => {
  fakeApi({ [`GET ${EVIDENCE}`]: () => json(somePictures()) });
  const { findByLabelText } = renderApp(<EvidenceUpload match={aMatch()} />);
  for (const input of ["Take a picture", "Choose pictures"])
    expect(await findByLabelText(input)).toHaveAttribute("accept", "image/jpeg,image/png,image/webp");
});

test("the camera opens for proof, and a picture that does not arrive can be sent again", async () => {
  fakeApi({ [`GET ${EVIDENCE}`]: () => json(somePictures()) });
  const uploads = FakeUpload.install();
  const { player, findByLabelText, findByRole, findByText } = renderApp(<EvidenceUpload match={aMatch()} />);
  const camera = await findByLabelText("Take a picture");
  expect(camera).toHaveAttribute("capture", "environment");
  fireEvent.change(camera, { target: { files: [new File(["x"], "score.jpg", { type: "image/jpeg" })] } });
  await waitFor(() => expect(uploads).toHaveLength(1));
  uploads[0]?.progress(0.4);
  await findByText("40%");
  uploads[0]?.fail();
  await player.click(await findByRole("button", { name: "Send again" }));
  await waitFor(() => expect(uploads).toHaveLength(2));
  uploads[1]?.answer(201, somePictures({ remaining: 8, closes_at: null }));
  await findByText("You can add 8 more.");
});

test("the result shows the rating change, an appeal while it is possible, and a rematch", async () => {
  const api = fakeApi({
    "GET /api/v1/matches/challenges": () => json({ items: [] }),
    "POST /api/v1/matches/12/appeal": () => problem(409, "appeal_closed"),
  });
  const match = aMatch({
    status: "completed",
    verification_state: "settled",
    result: "player2",
    winner_id: 2,
    reason: "ruled",
    rating_change: { before: 1000, after: 988, change: -12, deviation: 90, provisional: false },
    dispute: aDispute({ closed_at: "2026-11-22T17:00:00Z", appeal_until: soon() }),
  });
  const { player, findByRole, getByTestId, findByLabelText, getByRole } = renderApp(<MatchResult match={match} />);
  expect(getByTestId("rating")).toHaveTextContent("Your rating went from 1,000 to 988 (−12).");
  expect(await findByRole("button", { name: "Rematch for KES\u00a0100" })).toBeEnabled();
  await player.click(await findByRole("button", { name: "Ask for another referee" }));
  await player.type(await findByLabelText("What did the first referee miss?"), "The second picture shows 6 to 4.");
  await player.click(getByRole("button", { name: "Send the appeal" }));
  expect(await findByRole("alert")).toHaveTextContent("An appeal is not possible here any more.");
  expect(api.requestsTo("POST", "/api/v1/matches/12/appeal")).toHaveLength(1);
});

test("a result by silence can be disputed while its money is held, and shows what came of it", async () => {
  const api = fakeApi({
    "GET /api/v1/matches/challenges": () => json({ items: [] }),
    "POST /api/v1/matches/12/dispute": () => problem(409, "match_moved_on"),
  });
  const ended = {
    status: "completed",
    verification_state: "settled",
    result: "player2",
    winner_id: 2,
    reason: "silence",
  } as const;
  const open = renderApp(<MatchResult match={aMatch({ ...ended, contest_until: soon() })} />);
  await open.player.click(await open.findByRole("button", { name: "This result is wrong" }));
  expect(await open.findByText(/What this match paid cannot leave/)).toBeVisible();
  await open.player.click(open.getByRole("button", { name: "Open a dispute" }));
  expect(await open.findByRole("alert")).toHaveTextContent("The match has moved on.");
  expect(api.requestsTo("POST", "/api/v1/matches/12/dispute")).toHaveLength(1);
  open.unmount();

  const opened_at = "2026-11-22T16:30:00Z";
  const appeal = { by: "player1", statement: "I won", opened_at, rule_by: soon(), joined_statement: null } as const;
  const undecided = { decision: null, reason: null, decided_at: null };
  const dispute = aDispute({ opened_at, appeal: { ...appeal, ...undecided } });
  const { findByText } = renderApp(<MatchResult match={aMatch({ ...ended, dispute })} />);
  expect(await findByText("You disputed this result")).toBeVisible();
});

test("the signed receipt is kept to the byte", async () => {
  const signed = '{"payload": "x" , "signature":"y"}';
  fakeApi({
    "GET /api/v1/matches/challenges": () => json({ items: [] }),
    "GET /api/v1/matches/12/receipt": () => new Response(signed, { status: 200 }),
  });
  const save = vi.fn();
  vi.stubGlobal(
    "URL",
    Object.assign(URL, { createObjectURL: save.mockReturnValue("blob:x"), revokeObjectURL: vi.fn() }),
  );
  const match = aMatch({ status: "completed", verification_state: "settled", result: "draw" });
  const { player, findByRole, findByText } = renderApp(<MatchResult match={match} />);
  await player.click(await findByRole("button", { name: "Signed receipt" }));
  await player.click(await findByRole("button", { name: "Get the receipt" }));
  await findByText("wagewars-match-12.json, 34 bytes");
  await player.click(await findByRole("button", { name: "Save on this phone" }));
  expect(await (save.mock.calls[0]?.[0] as File).text()).toBe(signed);
});
