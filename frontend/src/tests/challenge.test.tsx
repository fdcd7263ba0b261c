import { waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { BeforeJoining } from "@/components/matches/queue/BeforeJoining";
import { ChallengeBoard } from "@/components/matches/challenge/ChallengeBoard";
import { ChallengeView } from "@/components/matches/challenge/ChallengeView";
import { FindForm } from "@/components/matches/queue/FindForm";
import { DEFAULT_GAME } from "@/lib/copy/games";
import { aWallet, searching } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";
import { aChallenge, anOffer } from "@/tests/support/playFixtures";

const CODE = "/api/v1/matches/challenges/KX7PQ2";
const QUEUE = "GET /api/v1/matchmaking/queue";
const WALLET = "GET /api/v1/payments/wallet";
const wallet = (available: string) => () => json(aWallet(available));
const widening = {
  window: 100,
  opponents_now: 0,
  in_seconds: 30,
  opponents_then: 2,
  lower_stake: "50.00",
  opponents_with_lower: 3,
  expected: { p50: 90, p90: 300, searches: 45, found: 40, basis: "stake" as const },
  expected_with_lower: { p50: 30, p90: 120, searches: 95, found: 90, basis: "stakes" as const },
};

test("the offer shows chance, break-even and wait, and leaves the lower stake to the player", async () => {
  fakeApi({ "POST /api/v1/matchmaking/offer": () => json(anOffer({ basis: "waiting", widening })) });
  const chosen = vi.fn();
  const { player, findByText, getByText, getByRole } = renderApp(
    <BeforeJoining stake={100} game={DEFAULT_GAME} adjacent={false} onAdjacent={chosen} />,
  );
  await findByText("42–58%");
  expect(getByText(/costs KES 10 on average/)).toBeVisible();
  expect(getByText("Half find somebody within about 2 minutes, nine of ten within about 5 minutes.")).toBeVisible();
  expect(
    getByText(/Nobody of your level waits right now\. In 30 seconds we look further.*2 players then/),
  ).toBeVisible();
  await player.click(getByRole("checkbox", { name: /Also play for KES\u00a050/ }));
  expect(chosen).toHaveBeenCalledWith(true);
});

test("a player who missed matches sees the pause, and cannot join meanwhile", async () => {
  const until = new Date(Date.now() + 300_000).toISOString();
  fakeApi({
    [WALLET]: wallet("500.00"),
    [QUEUE]: () => json(searching({ status: "idle", cooldown: { missed: 2, until, forgotten_at: until } })),
    "POST /api/v1/matchmaking/offer": () => json(anOffer()),
  });
  const { findByText, getByRole } = renderApp(<FindForm />);
  await findByText("A pause, because others waited for you");
  expect(getByRole("timer")).toHaveTextContent(/^(5:00|4:5\d)$/);
  expect(getByRole("button", { name: /Find an opponent/ })).toBeDisabled();
});

test("a challenge by name is sent once, with the stake and a key", async () => {
  const CREATE = "/api/v1/matches/challenges";
  const api = fakeApi({
    [WALLET]: wallet("500.00"),
    "POST /api/v1/matchmaking/offer": () => json(anOffer()),
    [`POST ${CREATE}`]: () => json(aChallenge({ is_mine: true }), 201),
  });
  const { player, findByRole } = renderApp(<FindForm against="brian" />);
  const dialog = await findByRole("dialog", { name: "Challenge for KES\u00a0100" });
  expect(dialog).toBeVisible();
  const buttons = await findByRole("button", { name: "Make the link" }).catch(() => null);
  expect(buttons).toBeNull(); // it is for brian
  const go = [...dialog.querySelectorAll("button")].find((one) => one.textContent === "Challenge brian");
  await player.click(go as HTMLElement);
  await waitFor(() => expect(api.requestsTo("POST", CREATE)).toHaveLength(1));
  expect(JSON.parse(api.requestsTo("POST", CREATE)[0]?.body ?? "{}")).toMatchObject({
    wager_amount: 100,
    opponent: "brian",
  });
  expect(api.requestsTo("POST", CREATE)[0]?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("my challenge is shared through the phone's own sheet, and can be withdrawn", async () => {
  const share = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal("navigator", Object.assign(navigator, { share }));
  fakeApi({ [`DELETE ${CODE}`]: () => json(aChallenge({ is_mine: true, state: "cancelled" })) });
  const { player, getByRole, findByText } = renderApp(<ChallengeView challenge={aChallenge({ is_mine: true })} />);
  await player.click(getByRole("button", { name: "Share the link" }));
  expect(share.mock.calls[0]?.[0]).toMatchObject({ url: "http://localhost:3000/matches/challenge/KX7PQ2" });
  await player.click(getByRole("button", { name: /Withdraw it/ }));
  await findByText("Withdrawn. KES 100 are back in your wallet.");
});

test("accepting says what it stakes; a player with too little is led to the wallet", async () => {
  fakeApi({ [WALLET]: wallet("30.00") });
  const { findByRole } = renderApp(<ChallengeView challenge={aChallenge()} />);
  expect(await findByRole("link", { name: "Deposit to accept" })).toHaveAttribute("href", "/wallet");
});

test("a challenge that is over says so, and is no dead end", () => {
  const { getByText, getByRole } = renderApp(
    <ChallengeView challenge={aChallenge({ state: "expired", due_at: null })} />,
  );
  expect(getByText(/Nobody accepted it in time/)).toBeVisible();
  expect(getByRole("link", { name: "Find an opponent" })).toHaveAttribute("href", "/matches/find");
});

test("a challenge that was taken while its owner waits leads to the match", () => {
  const { getByRole, getByText } = renderApp(
    <ChallengeView challenge={aChallenge({ is_mine: true, state: "accepted", match_id: 12, due_at: null })} />,
  );
  expect(getByText("The match is on")).toBeVisible();
  expect(getByRole("link", { name: "To the match" })).toHaveAttribute("href", "/matches/12");
});

test("the board lists what can be accepted, rematches for the player first, and says when it is empty", async () => {
  let items = [aChallenge({ opponent: "amina", rematch_of: 12 }), aChallenge({ code: "ZZZZ22", is_mine: true })];
  fakeApi({ "GET /api/v1/matches/challenges": () => json({ items }) });
  const { findByText, getByText, queries } = renderApp(<ChallengeBoard />);
  await findByText("Wants a rematch with you");
  expect(getByText(/^Yours/)).toBeVisible();
  items = [];
  await queries.invalidateQueries();
  await findByText("No open challenges");
});
