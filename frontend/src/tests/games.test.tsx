import { waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { GameRecords } from "@/components/matches/report/GameRecords";
import { ActiveMatch } from "@/components/matches/live/ActiveMatch";
import { NameHint } from "@/components/matches/queue/NameHint";
import { GameAccounts } from "@/components/profile/GameAccounts";
import { aMatch, amina } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import type { Match, MatchLookup, Platform, Verifying } from "@/types/match";
import type { GameAccount, Visible } from "@/types/user";

const ACCOUNTS = "/api/v1/users/me/game-accounts";
const signedIn = {
  "POST /api/v1/auth/refresh": () => json({ access_token: "a", token_type: "bearer", expires_in: 600 }),
  "GET /api/v1/users/me": () => json(amina),
};

const anAccount = (visibility: Visible, changes: Partial<GameAccount> = {}): GameAccount => ({
  platform: "psn",
  username: "Amina_KE",
  visibility,
  uno: null,
  probed_at: "2026-11-22T16:00:00Z",
  proven_at: null,
  ...changes,
});

function names(items: GameAccount[], service: Verifying = "on", more: Parameters<typeof fakeApi>[0] = {}) {
  localStorage.setItem("ww.signed-in", "1");
  const api = fakeApi({
    ...signedIn,
    [`GET ${ACCOUNTS}`]: () => json({ items }),
    "GET /api/v1/matches/verification-status": () => json({ automatic_verification: service }),
    ...more,
  });
  return { api, ...renderApp(<GameAccounts />) };
}

test("a name is added, and is being checked", async () => {
  const added = anAccount("unknown", { probed_at: null });
  const { api, player, findByRole, findByLabelText, findByText } = names([], "on", {
    [`PUT ${ACCOUNTS}/psn`]: () => json(added),
  });
  await player.click(await findByRole("button", { name: /PlayStation.*Add your name/ }));
  const field = await findByLabelText("Your name there");
  await player.type(field, "A/");
  await player.click(await findByRole("button", { name: "Add this name" }));
  expect(await findByText("A name has no slash. Type it as it is spelt in the game.")).toBeVisible();
  await player.clear(field);
  await player.type(field, " Amina_KE ");
  await player.click(await findByRole("button", { name: "Add this name" }));
  await findByRole("button", { name: /Amina_KE.*We are checking with Activision/ });
  expect(api.requestsTo("PUT", `${ACCOUNTS}/psn`)[0]?.body).toBe('{"username":"Amina_KE"}');
});

test.each<[Visible, Partial<GameAccount>, Verifying, string]>([
  ["visible", {}, "on", "Linked"],
  ["private", {}, "on", "your friends only"],
  ["not_found", {}, "on", "knows nobody of this name"],
  ["empty", {}, "on", "shows no matches"],
  ["taken", {}, "on", "Another player of WageWars has this name"],
  ["unknown", {}, "degraded", "did not answer"],
  ["unknown", { probed_at: null }, "off", "Saved"],
  ["unknown", { probed_at: null, platform: "mobile" }, "on", "Saved"],
])("a name that is %s shows its status (%o, lookups are %s)", async (visibility, changes, service, text) => {
  const { findByRole } = names([anAccount(visibility, changes)], service);
  await waitFor(async () => expect(await findByRole("button", { name: /Amina_KE/ })).toHaveTextContent(text));
});

test("a player with private data learns how to make it visible, and requests another check", async () => {
  const { api, player, findByRole, getByText } = names([anAccount("private")], "on", {
    [`PUT ${ACCOUNTS}/psn`]: () => json(anAccount("unknown", { probed_at: null })),
  });
  await player.click(await findByRole("button", { name: /Amina_KE/ }));
  expect(getByText(/“Searchable” and “Data visible” to All/)).toBeVisible();
  await player.click(await findByRole("button", { name: "Check again" }));
  await waitFor(() => expect(api.requestsTo("PUT", `${ACCOUNTS}/psn`)).toHaveLength(1));
});

test("a name is removed after a second tap, and a refusal is a sentence", async () => {
  let answer = () => problem(409, "game_account_locked");
  const { player, findByRole, findByText, queryByText } = names([anAccount("visible")], "on", {
    [`DELETE ${ACCOUNTS}/psn`]: () => answer(),
  });
  await player.click(await findByRole("button", { name: /Amina_KE/ }));
  await player.click(await findByRole("button", { name: "Remove this name" }));
  await player.click(await findByRole("button", { name: "Yes, remove this name" }));
  await findByText("Your game names stay as they are until your match is over.");
  answer = () => new Response(null, { status: 204 });
  await player.click(await findByRole("button", { name: "Yes, remove this name" }));
  await waitFor(() => expect(queryByText("Amina_KE")).toBeNull());
});

test("a name that another player holds is claimed with a code", async () => {
  const claim = {
    id: 7,
    platform: "psn",
    username: "Amina_KE",
    code: "KWPTA",
    state: "open",
    note: null,
    link: null,
    reason: null,
    created_at: "2026-11-22T16:00:00Z",
    closed_at: null,
  };
  const { api, player, findByRole, findByLabelText, findByText } = names([], "on", {
    [`PUT ${ACCOUNTS}/psn`]: () => problem(409, "game_name_held"),
    "POST /api/v1/users/me/name-claims": () => json(claim, 201),
    "POST /api/v1/users/me/name-claims/7/check": () => json(claim, 202),
  });
  await player.click(await findByRole("button", { name: /PlayStation.*Add your name/ }));
  await player.type(await findByLabelText("Your name there"), "Amina_KE");
  await player.click(await findByRole("button", { name: "Add this name" }));
  await player.click(await findByRole("button", { name: "Claim this name" }));
  await findByText("Your code: KWPTA");
  await player.click(await findByRole("button", { name: "I have played with it" }));
  await waitFor(() => expect(api.requestsTo("POST", "/api/v1/users/me/name-claims/7/check")).toHaveLength(1));
  await player.type(await findByLabelText("Link for the referee"), "https://clips.example/1");
  await player.click(await findByRole("button", { name: "Send it" }));
  await waitFor(() =>
    expect(api.requestsTo("POST", "/api/v1/users/me/name-claims").at(-1)?.body).toContain("https://clips.example/1"),
  );
});

test("names that do not load can be retried", async () => {
  const { findByText, findByRole } = names([], "on", { [`GET ${ACCOUNTS}`]: () => problem(403, "not_allowed") });
  await findByText("Your names could not be loaded");
  expect(await findByRole("button", { name: "Try again" })).toBeEnabled();
});

test.each<[Platform, string | null, string, RegExp]>([
  ["psn", null, "Change it", /Your opponent sees Amina_KE/],
  ["acti", "Amina#4821", "Change it", /Your opponent sees Amina#4821/],
  ["acti", null, "Add your Activision ID name", /needs your name in the game to invite you/],
])("before the search the name on %s is shown, or asked for (plain name %s)", async (platform, plain, link, hint) => {
  localStorage.setItem("ww.signed-in", "1");
  fakeApi({
    ...signedIn,
    "GET /api/v1/users/me": () => json({ ...amina, cod_username: plain }),
    [`GET ${ACCOUNTS}`]: () => json({ items: [anAccount("visible")] }),
  });
  const { container, findByRole } = renderApp(<NameHint platform={platform} />);
  expect(await findByRole("link", { name: link })).toHaveAttribute(
    "href",
    `/profile/games?platform=${platform}&next=%2Fmatches%2Ffind`,
  );
  expect(container).toHaveTextContent(hint);
});

const aLookup = (changes: Partial<MatchLookup>): MatchLookup => ({
  state: "later",
  names: 2,
  last_look_at: null,
  until: null,
  result: null,
  ...changes,
});

test.each<[Partial<MatchLookup>, RegExp]>([
  [{ state: "off" }, /Nobody looks this match up/],
  [{ state: "no_names", names: 0 }, /Add your game name for the next match/],
  [{ state: "later" }, /After the first report we look/],
  [
    { state: "looking", until: "2026-11-22T18:00:00Z", last_look_at: "2026-11-22T17:10:00Z" },
    /until 21:00 at the latest.*Last checked: 20:10, nothing yet/,
  ],
  [{ state: "found" }, /They count if you two disagree/],
  [{ state: "found", result: "player2" }, /say that brian won/],
  [{ state: "found", result: "player1" }, /say that you won/],
  [{ state: "found", result: "draw" }, /it was a draw/],
  [{ state: "nothing" }, /do not show this match/],
])("the lookup of a match is shown in its state: %o", async (lookup, text) => {
  fakeApi({ "GET /api/v1/matches/12/verification": () => json(aLookup(lookup)) });
  const { findByRole } = renderApp(<GameRecords match={aMatch()} />);
  const region = await findByRole("region", { name: "Call of Duty’s records" });
  expect(within(region).getByTestId("records")).toHaveTextContent(text);
});

test("the score is shown with the winner, the higher figure first", async () => {
  const side = (score: number) => ({ result: null, score, kills: null, deaths: null });
  const game = { player1: side(3), player2: side(6) } as Match["game"];
  fakeApi({ "GET /api/v1/matches/12/verification": () => json(aLookup({ state: "found", result: "player2" })) });
  const { findByText } = renderApp(<GameRecords match={aMatch({ game })} />);
  await findByText("Call of Duty’s own records say that brian won 6 to 3.");
});

test("beside the code stand the host, the map, what wins and the weapons", () => {
  const { getByTestId } = renderApp(<ActiveMatch match={aMatch()} />);
  const setup = getByTestId("lobby-setup");
  expect(setup).toHaveTextContent("You host: open a private match");
  expect(setup).toHaveTextContent("MapKing");
  expect(setup).toHaveTextContent("To winFirst to 6 rounds");
  expect(setup).toHaveTextContent("WeaponsHanded out by the game");
});

test("a replay has its number, the next map and the other host, who invites", () => {
  const lobby = {
    game: 2,
    host: "player2",
    map: "Rust",
    goal: { to_win: 20, unit: "kills", minutes: 10 },
    weapons: "no_launchers",
  } as const;
  const { getByTestId, getByText } = renderApp(
    <ActiveMatch match={aMatch({ replays: 1, reason: "replay", map: "Rust", lobby })} />,
  );
  expect(getByText("Game 2: play it again")).toBeVisible();
  const setup = getByTestId("lobby-setup");
  expect(setup).toHaveTextContent("Host of game 2, on the next map");
  expect(setup).toHaveTextContent("brian hosts: join their private match");
  expect(setup).toHaveTextContent("First to 20 kills, or more kills after 10 minutes");
  expect(setup).toHaveTextContent("Any but launchers, no streaks");
  expect(getByText(/opens a private lobby and invites you/)).toBeVisible();
  expect(getByText("If it is played again: Stack, then Speedball.")).toBeInTheDocument();
});

test("a match from before the set-up was fixed shows its code, and player 1 opens the lobby", () => {
  const { getByTestId, queryByTestId, getByText } = renderApp(
    <ActiveMatch match={aMatch({ lobby: null, map: null, rules: { ...aMatch().rules, maps: null } })} />,
  );
  expect(getByTestId("lobby-code")).toBeVisible();
  expect(queryByTestId("lobby-setup")).toBeNull();
  expect(getByText(/Open a private lobby and invite/)).toBeVisible();
});
