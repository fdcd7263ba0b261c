import { onlineManager } from "@tanstack/react-query";
import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { MyPart } from "@/components/tournaments/mine/MyPart";
import { NextTournament } from "@/components/tournaments/mine/NextTournament";
import { Participants } from "@/components/tournaments/Participants";
import { TournamentView } from "@/components/tournaments/TournamentView";
import { startSession } from "@/lib/api/auth";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import { aPart, aTournament } from "@/tests/support/tournamentFixtures";
import type { MyPart as Part, TournamentDetail } from "@/types/tournament";

const ONE = "/api/v1/tournaments/7";
const next = (changes: Partial<NonNullable<Part["next_match"]>> = {}) => ({
  key: "W2.1",
  match_id: null,
  opponent: null,
  check_in_until: null,
  expected: null,
  waits_on_dispute: false,
  ...changes,
});

function showPart(part: Part, changes: Partial<TournamentDetail> = {}, more: Parameters<typeof fakeApi>[0] = {}) {
  const api = fakeApi({ [`GET ${ONE}/me`]: () => json(part), ...more });
  localStorage.setItem("ww.signed-in", "1");
  startSession("token");
  return { api, ...renderApp(<MyPart tournament={aTournament(changes)} />) };
}

test("joining says what is held and when it comes back, and two tries are one request", async () => {
  let tries = 0;
  const { api, player, findByRole, findByText } = showPart(
    aPart({ can_join: true }),
    {},
    {
      [`POST ${ONE}/join`]: () => {
        tries += 1;
        return tries === 1 ? problem(503, "service_unavailable") : json(aPart({ status: "registered", held: "50.00" }));
      },
    },
  );
  await player.click(await findByRole("button", { name: "Join for KES\u00a050" }));
  const dialog = await findByRole("dialog", { name: "Join the tournament?" });
  expect(dialog).toHaveTextContent(/To the prizesKES\s45To the houseKES\s5/);
  expect(dialog).toHaveTextContent("come back if you leave before check-in closes");
  await player.click(await findByRole("button", { name: "Join, and hold KES\u00a050" }));
  expect(await findByText(/not answering right now/)).toBeVisible();
  await player.click(await findByRole("button", { name: "Join, and hold KES\u00a050" }));
  await waitFor(() => expect(api.requestsTo("POST", `${ONE}/join`)).toHaveLength(2));
  const [first, second] = api.requestsTo("POST", `${ONE}/join`).map(({ headers }) => headers.get("Idempotency-Key"));
  expect(first).toBeTruthy();
  expect(second).toBe(first);
});

test("check-in is one large button until the minute when it closes", async () => {
  const { api, player, findByRole, findByText } = showPart(
    aPart({ status: "registered", can_check_in: true, held: "50.00" }),
    { status: "check_in", absence: "forfeit", start_date: new Date(Date.now() + 300_000).toISOString() },
    { [`POST ${ONE}/check-in`]: () => json(aPart({ status: "checked_in" })) },
  );
  expect(await findByText(/the entry stays in the pool/)).toHaveTextContent(/(5:00|4:5\d) left/);
  await player.click(await findByRole("button", { name: "Check in" }));
  await waitFor(() => expect(api.requestsTo("POST", `${ONE}/check-in`)).toHaveLength(1));
});

test.each([
  ["insufficient_balance", "Deposit from M-Pesa", "/wallet?next=%2Ftournaments%2F7"],
  ["phone_not_verified", "Confirm your phone", "/auth/register?next=%2Ftournaments%2F7"],
  ["game_name_needed", "Add your name in the game", "/profile/games?platform=acti&next=%2Ftournaments%2F7"],
])("who cannot join for %s is led to where that is mended", async (refusal, name, href) => {
  const { findByRole, queryByRole } = showPart(aPart({ refusal }));
  expect(await findByRole("link", { name })).toHaveAttribute("href", href);
  expect(queryByRole("button", { name: /^Join/ })).toBeNull();
});

test.each([
  [next({ expected: { from_minutes: 10, to_minutes: 20 } }), /You play in about 10–20 minutes/],
  [next({ waits_on_dispute: true, opponent: "brian" }), /Waiting for a dispute to be decided/],
  [next(), /not known yet whom you meet/],
])("what comes next is a range, a dispute, or not known: never a guess", async (next_match, words) => {
  const { findByText } = showPart(aPart({ status: "playing", seed: 1, next_match }), { status: "running" });
  expect(await findByText(words)).toBeVisible();
});

test("an open match leads to it, with the opponent and until when", async () => {
  const until = new Date(Date.now() + 480_000).toISOString();
  const next_match = next({ match_id: 12, opponent: "brian", check_in_until: until });
  const { findByRole, getByText } = showPart(aPart({ status: "playing", seed: 1, next_match }), { status: "running" });
  expect(await findByRole("link", { name: "Go to your match" })).toHaveAttribute("href", "/matches/active");
  expect(getByText("brian")).toBeVisible();
  expect(getByText(/Who is not there forfeits/)).toHaveTextContent(/8:00|7:5\d/);
});

test("a visitor reads everything and is led back here by the login", async () => {
  fakeApi({});
  const { findByRole, getByText } = renderApp(<TournamentView tournament={aTournament()} />);
  expect(await findByRole("link", { name: "Log in to join" })).toHaveAttribute(
    "href",
    "/auth/login?next=%2Ftournaments%2F7",
  );
  expect(getByText(/you lose the seat to somebody who did, and get the entry back/)).toBeVisible();
  expect(getByText("2nd place, 30%")).toBeVisible();
});

test("who waits for a seat reads that nothing is held now, and who has a place without a prize that it has none", async () => {
  const { player, findByRole, unmount } = showPart(aPart({ can_join: true }), { current_participants: 16, waiting: 2 });
  await player.click(await findByRole("button", { name: "Join the waiting list" }));
  const dialog = await findByRole("dialog", { name: "Join the waiting list?" });
  expect(dialog).toHaveTextContent(/Held with your seat/);
  expect(dialog).toHaveTextContent("Nothing is held while you wait");
  unmount();
  const out = showPart(aPart({ status: "out", place_first: 5, place_last: 8 }), { status: "running" });
  expect(await out.findByText("Your place stands. It has no prize.")).toBeVisible();
});

test("without a connection what was never loaded says so, and does not wait in silence", async () => {
  fakeApi({});
  onlineManager.setOnline(false);
  const { findByText } = renderApp(<Participants tournament={aTournament()} me={undefined} />);
  expect(await findByText(/not loaded on this phone before/)).toBeVisible();
  onlineManager.setOnline(true);
  expect(await findByText(/could not find that/)).toBeVisible();
});

test("a cancelled tournament says why, and that the money is back", async () => {
  fakeApi({ [`GET ${ONE}/me`]: () => json(aPart()) });
  const { findByText } = renderApp(
    <TournamentView tournament={aTournament({ status: "cancelled", reason: "Fewer than 4 came." })} />,
  );
  expect(await findByText("Fewer than 4 came.")).toBeVisible();
  expect(await findByText(/Every entry is back in the wallet/)).toBeVisible();
});

test("home shows the next match of a tournament, and nothing to everybody else", async () => {
  const mine = {
    tournament: aTournament({ status: "running" }),
    me: aPart({ next_match: next({ opponent: "otis" }) }),
  };
  fakeApi({ "GET /api/v1/tournaments/mine": () => json({ items: [mine] }) });
  const { findByText, unmount } = renderApp(<NextTournament />);
  expect(await findByText("Weekend Cup")).toBeVisible();
  unmount();
  const api = fakeApi({ "GET /api/v1/tournaments/mine": () => json({ items: [] }) });
  const { container } = renderApp(<NextTournament />);
  await waitFor(() => expect(api.requests).toHaveLength(1));
  expect(container.querySelector("section")).toBeNull();
});
