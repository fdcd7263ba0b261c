import { expect, test } from "vitest";
import { Leaderboard } from "@/components/profile/Leaderboard";
import { PlayerCard } from "@/components/profile/PlayerCard";
import { MyRecord } from "@/components/profile/MyRecord";
import { Standing } from "@/components/profile/Standing";
import { aBoard, aRecord } from "@/tests/support/playFixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";

const BOARD = "GET /api/v1/leaderboard";

test("a player sees the leaders, their own place, and how fresh that is", async () => {
  fakeApi({ [BOARD]: () => json(aBoard()) });
  const { findByText, getByText, getByRole } = renderApp(<Leaderboard me="amina" />);
  await findByText("#41");
  expect(getByRole("link", { name: /1\s*zawadi\s*1,480/ })).toHaveAttribute("href", "/players/zawadi");
  expect(getByText(/2,310 players ranked, as of/)).toBeVisible();
});

test("another board and another period are requested, and shown in their own unit", async () => {
  const api = fakeApi({
    [BOARD]: ({ query }) =>
      json(
        query.get("board") === "winnings"
          ? aBoard({
              board: "winnings",
              me: null,
              items: [{ position: 1, rank: 1, username: "brian", value: "5400.00", is_simulated: false }],
            })
          : aBoard(),
      ),
  });
  const { player, findByText, getByRole } = renderApp(<Leaderboard me="amina" />);
  await findByText("zawadi");
  await player.click(getByRole("radio", { name: "Winnings" }));
  await player.click(getByRole("radio", { name: "This week" }));
  await findByText("KES 5,400");
  const last = api.requests.at(-1);
  expect([last?.query.get("board"), last?.query.get("period")]).toEqual(["winnings", "week"]);
});

test("while nobody stands on the board of ratings, the one of winnings opens; simulated players say so", async () => {
  fakeApi({
    [BOARD]: ({ query }) =>
      json(
        query.get("board") === "winnings"
          ? aBoard({
              board: "winnings",
              me: null,
              items: [{ position: 1, rank: 1, username: "juja_jax", value: "90.00", is_simulated: true }],
            })
          : aBoard({ items: [], players: 0, me: null }),
      ),
  });
  const { findByText, getByRole, getByText } = renderApp(<Leaderboard me="amina" />);
  await findByText("juja_jax");
  expect(getByText("Simulated player")).toBeVisible();
  expect(getByRole("radio", { name: "Winnings" })).toBeChecked();
});

test("a player who is not ranked learns why, and what would change that", async () => {
  const me = { rank: null, value: null, why_not: "too_few_matches" as const, neighbours: [] };
  fakeApi({ [BOARD]: () => json(aBoard({ me })) });
  const { findByText } = renderApp(<Leaderboard />);
  await findByText(/A few more matches, and you are ranked/);
});

test("an empty board invites instead of showing nothing", async () => {
  fakeApi({ [BOARD]: () => json(aBoard({ items: [], players: 0, me: null, as_of: null })) });
  const { findByRole, getByText } = renderApp(<Leaderboard />);
  expect(await findByRole("link", { name: "Be the first" })).toHaveAttribute("href", "/matches/find");
  expect(getByText(/being drawn up/)).toBeVisible();
});

test("a board that does not load can be tried again", async () => {
  let up = false;
  fakeApi({ [BOARD]: () => (up ? json(aBoard()) : problem(503, "service_unavailable")) });
  const { player, findByRole, findByText } = renderApp(<Leaderboard />);
  const again = await findByRole("button", { name: "Try again" });
  up = true;
  await player.click(again);
  await findByText("zawadi");
});

test("a provisional rating is explained", async () => {
  fakeApi({ "GET /api/v1/users/me/stats": () => json(aRecord({ provisional: true, deviation: 200 })) });
  const { findByText, getByText } = renderApp(<MyRecord />);
  await findByText("Provisional");
  expect(getByText(/probably between 600 and 1,400\. Each match makes us more certain/)).toBeVisible();
});

test("a player's page leads to a challenge, and to a block after a confirmation", async () => {
  const api = fakeApi({
    "GET /api/v1/users/me/blocks": () => json({ usernames: [] }),
    "PUT /api/v1/users/me/blocks/brian": () => json({ usernames: ["brian"] }),
  });
  const brian = {
    username: "brian",
    cod_username: null,
    is_simulated: true,
    member_since: "2026-10-01T08:00:00Z",
    stats: aRecord(),
    disputes: { decided: 3, won: 1, lost: 2 },
  };
  const { player, getByRole, findByRole, getByText } = renderApp(<PlayerCard player={brian} isMe={false} />);
  expect(getByText("1 – 2")).toBeVisible();
  expect(getByText("Simulated player")).toBeVisible();
  expect(getByRole("link", { name: "Challenge brian" })).toHaveAttribute("href", "/matches/find?against=brian");
  await player.click(getByRole("button", { name: "Never pair me with brian" }));
  expect(api.requestsTo("PUT", "/api/v1/users/me/blocks/brian")).toEqual([]);
  await player.click(getByRole("button", { name: "Never pair us" }));
  await findByRole("button", { name: /Blocked/ });
});

test("false claims on record are shown with what follows; a clean record is not mentioned", async () => {
  const clean = {
    strikes: [],
    penalty: null,
    may_play: true,
    suspended_until: null,
    auto_confirm: true,
    words: "Clean.",
  };
  const until = "2026-11-29T16:00:00Z";
  let standing: object = clean;
  fakeApi({ "GET /api/v1/users/me/standing": () => json(standing) });
  const { queries, queryByText, findByText } = renderApp(<Standing />);
  await expect.poll(() => queries.getQueryData(["get", "/api/v1/users/me/standing"])).toEqual(clean);
  expect(queryByText("Your standing")).toBeNull();
  standing = { ...clean, may_play: false, suspended_until: until, words: "Two false claims: a week without play." };
  await queries.invalidateQueries();
  await findByText(/a week without play\. You can play again/);
});
