import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { FindForm } from "@/components/matches/queue/FindForm";
import { MatchmakingQueue } from "@/components/matches/queue/MatchmakingQueue";
import { aWallet, searching } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";

const QUEUE = "/api/v1/matchmaking/queue";
const wallet = (available: string) => () => json(aWallet(available));

test("before staking, a player sees what both put in, what the winner gets and our fee", async () => {
  fakeApi({ "GET /api/v1/payments/wallet": wallet("500.00") });
  const { findByText, player, getByLabelText } = renderApp(<FindForm />);
  await findByText("You both put in KES 100. Winner gets KES 180. Our fee is KES 20.");
  await player.click(getByLabelText("Other"));
  await player.clear(getByLabelText("Your amount"));
  await player.type(getByLabelText("Your amount"), "250");
  await findByText("You both put in KES 250. Winner gets KES 450. Our fee is KES 50.");
});

test("a player who has too little sees how much is missing, and is led to the wallet", async () => {
  fakeApi({ "GET /api/v1/payments/wallet": wallet("30.00") });
  const { findByText, findByRole } = renderApp(<FindForm />);
  await findByText("You can stake KES 30 now. Deposit, or play for less.");
  expect(await findByRole("link", { name: "Deposit to play" })).toHaveAttribute("href", "/wallet");
});

test("a newcomer sees the largest stake before choosing more", async () => {
  fakeApi({
    "GET /api/v1/payments/wallet": wallet("5000.00"),
    [`GET ${QUEUE}`]: () => json(searching({ status: "idle", newcomer_maximum: "500.00" })),
  });
  const { player, findByText, findByRole, getByLabelText } = renderApp(<FindForm />);
  await findByText(/Up to KES 500 a match until we know how well you play/);
  expect(getByLabelText("1,000")).toBeDisabled();
  await player.click(getByLabelText("Other"));
  await player.clear(getByLabelText("Your amount"));
  await player.type(getByLabelText("Your amount"), "600");
  await findByText("The largest stake is KES 500 until we know how well you play.");
  expect(await findByRole("button", { name: "Find an opponent" })).toBeDisabled();
});

test("joining sends the stake once, with a key", async () => {
  const api = fakeApi({
    "GET /api/v1/payments/wallet": wallet("500.00"),
    [`POST ${QUEUE}`]: () => json(searching(), 201),
  });
  const { player, findByRole, queries } = renderApp(<FindForm />);
  await player.click(await findByRole("button", { name: "Find an opponent for KES\u00a0100" }));
  await waitFor(() => expect(queries.getQueryData(["get", QUEUE])).toMatchObject({ status: "searching" }));
  const [joined] = api.requestsTo("POST", QUEUE);
  expect(JSON.parse(joined?.body ?? "{}")).toMatchObject({
    wager_amount: 100,
    title: "mw",
    mode: "gunfight",
    platform: "acti",
  });
  expect(joined?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("an unknown wait is shown as unknown", () => {
  const { getByText } = renderApp(
    <MatchmakingQueue queue={searching({ waiting_players: 0, expected_wait_seconds: null })} />,
  );
  expect(getByText("Nobody yet")).toBeVisible();
  expect(getByText(/We don’t know yet how long/)).toBeVisible();
});

test("a known wait is shown", () => {
  const { getByText } = renderApp(
    <MatchmakingQueue
      queue={searching({
        waiting_players: 3,
        widening: {
          window: 100,
          opponents_now: 0,
          in_seconds: null,
          opponents_then: 0,
          lower_stake: null,
          opponents_with_lower: 0,
          expected: { p50: 42, p90: 130, searches: 12, found: 11, basis: "stake" },
          expected_with_lower: null,
        },
      })}
    />,
  );
  expect(getByText("3 players")).toBeVisible();
  expect(getByText("Half find somebody within about 40 seconds, nine of ten within about 2 minutes.")).toBeVisible();
});

test("leaving says that the stake is back, after the API has said so", async () => {
  fakeApi({ [`DELETE ${QUEUE}`]: () => json({ status: "idle" }) });
  const { player, getByRole, findByText } = renderApp(<MatchmakingQueue queue={searching()} />);
  await player.click(getByRole("button", { name: "Leave the queue" }));
  await player.click(getByRole("button", { name: "Leave, return my stake" }));
  await findByText("You left the queue. KES 100 is back in your wallet.");
});

test("the search says what a dark phone means for it, as the server has it", () => {
  const { getByText } = renderApp(
    <MatchmakingQueue queue={searching({ unpaired_after_seconds: 60, kept_seconds: 600 })} />,
  );
  expect(getByText(/can still be matched for one minute.*We keep your place for 10 minutes in all/)).toBeVisible();
});
