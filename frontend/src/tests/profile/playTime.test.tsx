import { useMutation } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import { LossWarning } from "@/components/protection/LossWarning";
import { RealityCheck } from "@/components/protection/RealityCheck";
import { api, orThrow } from "@/lib/api/api";
import { minutesText } from "@/lib/protection/copy";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import type { PlayTime } from "@/types/protection";

const PLAY_TIME = "/api/v1/users/me/play-time";
const TIME_OUT = "/api/v1/users/me/time-out";

const played = (minutes: number, net: string): PlayTime => ({
  started_at: "2026-12-01T10:00:00Z",
  last_seen_at: new Date(Date.parse("2026-12-01T10:00:00Z") + minutes * 60_000).toISOString(),
  net,
  minutes: 15,
});

beforeEach(() => sessionStorage.clear());

test("after the interval the player reads how long they played and what it cost, and can stop", async () => {
  const api = fakeApi({
    [`POST ${PLAY_TIME}`]: () => json(played(16, "-250.00")),
    [`POST ${TIME_OUT}`]: () => json({ exclusion: null, limits: [] }),
  });
  const { player, findByText, getByRole, queryByText } = renderApp(<RealityCheck />);
  await findByText("You have been here for 16 minutes");
  await findByText("In this time you lost KES 250 more than you won in matches.");
  await player.click(getByRole("button", { name: /Stop for today/ }));
  await findByText("You stop for 24 hours. You can withdraw at any time.");
  expect(queryByText(/You have been here/)).toBeNull();
  expect(JSON.parse(api.requestsTo("POST", TIME_OUT)[0]?.body ?? "")).toEqual({ hours: 24 });
});

test("before the interval nothing is shown", async () => {
  const api = fakeApi({ [`POST ${PLAY_TIME}`]: () => json(played(14, "0.00")) });
  const { queryByRole } = renderApp(<RealityCheck />);
  await expect.poll(() => api.requestsTo("POST", PLAY_TIME).length).toBeGreaterThan(0);
  expect(queryByRole("dialog")).toBeNull();
});

function Stake() {
  const join = useMutation({
    mutationFn: async () =>
      orThrow(
        await api.POST("/api/v1/matchmaking/queue", {
          body: { wager_amount: 200, title: "mw", mode: "gunfight", platform: "acti", accept_adjacent: false },
        }),
      ),
  });
  return <button onClick={() => join.mutate()}>Stake</button>;
}

test("a stake that chases losses shows the sentence, and it is read once", async () => {
  const says = "In the last hour you lost 2 matches, and are down KES 200.00.";
  const server = fakeApi({
    "POST /api/v1/matchmaking/queue": () => problem(409, "loss_chasing", { detail: says }),
    "POST /api/v1/users/me/loss-warning": () => new Response(null, { status: 204 }),
  });
  const { player, findByText, getByRole, queryByText } = renderApp(
    <>
      <Stake />
      <LossWarning />
    </>,
  );
  await player.click(getByRole("button", { name: "Stake" }));
  await findByText(says);
  await player.click(getByRole("button", { name: "I have read this" }));
  await expect.poll(() => queryByText(says)).toBeNull();
  expect(server.requestsTo("POST", "/api/v1/users/me/loss-warning")).toHaveLength(1);
});

test("minutes are said as people say them", () => {
  expect([0, 1, 59, 60, 125].map(minutesText)).toEqual([
    "0 minutes",
    "1 minute",
    "59 minutes",
    "1 hour",
    "2 hours 5 minutes",
  ]);
});
