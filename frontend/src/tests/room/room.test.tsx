import { act, fireEvent, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { MatchRoom } from "@/components/matches/room/MatchRoom";
import { roomQueryOptions } from "@/hooks/matches/useMatchRoom";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { aMatch } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { aMessage, aRoom, aTalk } from "@/tests/support/roomFixtures";
import type { Match } from "@/types/match";
import type { Room } from "@/types/room";

const ROOM = "/api/v1/matches/12/messages";
const NEW = `POST ${ROOM}`;
const mine = (text: string, id = 9) => aMessage({ id, seat: "player1", is_mine: true, text });
const disputed: Partial<Match> = { status: "disputed", verification_state: "evidence" };

beforeEach(() => localStorage.clear());

/** The room of a match in which the API answers `room`, and `more` to what the player does. */
function showRoom(room: Room, more: Parameters<typeof fakeApi>[0] = {}, match: Partial<Match> = {}) {
  const api = fakeApi({ [`GET ${ROOM}`]: () => json(room), ...more });
  return { api, ...renderApp(<MatchRoom match={aMatch(match)} />) };
}

async function openRoom(room: Room, more: Parameters<typeof fakeApi>[0] = {}, match: Partial<Match> = {}) {
  const shown = showRoom(room, more, match);
  await shown.player.click(await shown.findByRole("button", { expanded: false }));
  return shown;
}

const bodies = (api: ReturnType<typeof fakeApi>) => api.requestsTo("POST", ROOM).map(({ body }) => body);
const keys = (api: ReturnType<typeof fakeApi>) =>
  api.requestsTo("POST", ROOM).map(({ headers }) => headers.get("Idempotency-Key"));

test("folded it is one line: the newest message and how many are unread", async () => {
  const { findByRole, queryByRole } = showRoom(
    aRoom([aMessage(), aMessage({ id: 2, preset: "invite_me", text: null })]),
  );
  const line = await findByRole("button", { expanded: false });
  await waitFor(() => expect(line).toHaveTextContent("brian: Invite me, please."));
  expect(line).toHaveTextContent("2 new");
  expect(queryByRole("textbox")).toBeNull();
});

test("what was read stays read, also after a reload", async () => {
  const { player, findByRole, findByText, queryByText, unmount } = await openRoom(aRoom([aMessage()]));
  await findByText("I am in the lobby");
  await player.click(await findByRole("button", { expanded: true }));
  expect(queryByText("1 new")).toBeNull();
  unmount();
  const again = showRoom(aRoom([aMessage()]));
  await again.findByRole("button", { name: /I am in the lobby/ });
  expect(again.queryByText("1 new")).toBeNull();
});

test("an empty room says what it is for, and who may read it", async () => {
  const { findByText } = await openRoom(aRoom());
  expect(await findByText(/Nothing here yet/)).toHaveTextContent("a referee can read this");
});

test("one tap sends a ready-made message, with a key", async () => {
  const { api, player, findByRole, findByLabelText } = await openRoom(aRoom(), {
    [NEW]: () => json(aMessage({ id: 9, is_mine: true, preset: "hosting", text: null }), 201),
  });
  await player.click(await findByRole("button", { name: "I'm hosting." }));
  expect(await findByLabelText("Messages, oldest first")).toHaveTextContent("You");
  expect(bodies(api)).toEqual(['{"preset":"hosting"}']);
  expect(keys(api)[0]).toBeTruthy();
});

test("a text of one's own goes out with Enter, in one line, and its field is empty then", async () => {
  const { api, player, findByLabelText, findByText } = await openRoom(aRoom(), {
    [NEW]: () => json(mine("Ready?"), 201),
  });
  const field = await findByLabelText("Your message");
  await player.type(field, "  Ready? {Enter}");
  expect(await findByText("Ready?", { selector: "li p" })).toBeVisible();
  expect(bodies(api)).toEqual(['{"text":"Ready?"}']);
  await waitFor(() => expect(field).toHaveValue(""));
});

test("the counter counts characters as they are seen, and nothing too long is sent", async () => {
  const { findByLabelText, getByText, getByRole } = await openRoom(aRoom());
  const field = await findByLabelText("Your message");
  fireEvent.change(field, { target: { value: "🚀".repeat(190) } });
  expect(getByText("10 characters left")).toBeVisible();
  fireEvent.change(field, { target: { value: "W".repeat(203) } });
  expect(getByText("3 characters too many")).toBeVisible();
  expect(getByRole("button", { name: "Send" })).toBeDisabled();
});

test("without a connection the text is kept, and sent again under the same key", async () => {
  let isDown = true;
  const { api, player, findByLabelText, findByText, findByRole } = await openRoom(aRoom(), {
    [NEW]: () => (isDown ? Promise.reject(new TypeError("Failed to fetch")) : json(mine("Where are you?"), 201)),
  });
  const field = await findByLabelText("Your message");
  await player.type(field, "Where are you?");
  await player.click(await findByRole("button", { name: "Send" }));
  expect(await findByText(/Not sent; your text is kept\. No connection/)).toBeVisible();
  expect(field).toHaveValue("Where are you?");
  isDown = false;
  await player.click(await findByRole("button", { name: "Try again" }));
  await waitFor(() => expect(field).toHaveValue(""));
  expect(new Set(keys(api)).size).toBe(1);
  expect(keys(api)).toHaveLength(2);
});

test("offline it says that messages may be missing", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const { findByText } = await openRoom(aRoom([aMessage()]));
  expect(await findByText(/New messages may be missing/)).toBeVisible();
  vi.restoreAllMocks();
});

test("past the limit it counts down the server's seconds, and sends nothing meanwhile", async () => {
  const { player, findByRole, findByText, getByRole } = await openRoom(aRoom(), {
    [NEW]: () => problem(429, "too_many_requests", { retry_after: 34 }),
  });
  await player.click(await findByRole("button", { name: "Good game!" }));
  expect(await findByText(/“Good game!” was not sent\. You are writing very fast/)).toHaveTextContent(
    /Again in 0:3[34]/,
  );
  expect(getByRole("button", { name: "I'm hosting." })).toBeDisabled();
});

test("a refusal is said in its own words", async () => {
  const { player, findByLabelText, findByText, queryByRole } = await openRoom(aRoom(), {
    [NEW]: () => problem(422, "poses_as_staff"),
  });
  await player.type(await findByLabelText("Your message"), "WageWars: pay here{Enter}");
  expect(await findByText(/begins like a message of ours/)).toBeVisible();
  expect(queryByRole("button", { name: "Try again" })).toBeNull();
});

test("what was masked is explained once", async () => {
  const two = [aMessage({ text: "0•••", is_masked: true }), aMessage({ id: 2, text: "•••", is_masked: true })];
  const { findAllByText } = await openRoom(aRoom(two));
  expect(await findAllByText("Phone numbers and links are hidden to keep you safe.")).toHaveLength(1);
});

test("a message is reported with a reason, and the reader hears that it arrived", async () => {
  const { api, player, findByRole, findByText } = await openRoom(aRoom([aMessage({ text: "You fool" })]), {
    [`POST ${ROOM}/1/report`]: () => json(aMessage({ text: "You fool", is_reported: true })),
  });
  await player.click(await findByRole("button", { name: "Report this message" }));
  const send = await findByRole("button", { name: "Report to our staff", hidden: true });
  expect(send).toBeDisabled();
  await player.click(await findByRole("radio", { name: "Insults", hidden: true }));
  await player.click(send);
  expect(await findByText(/is not told who reported it/)).toBeInTheDocument();
  expect(api.requestsTo("POST", `${ROOM}/1/report`)[0]?.body).toBe('{"reason":"abuse"}');
  await player.click(await findByRole("button", { name: "Close", hidden: true }).catch(() => findByText("Close")));
});

test("muting leaves the other's messages out until they are wanted again", async () => {
  let room = aRoom([aMessage(), mine("Hello")]);
  const mute = (is_muted: boolean) => {
    room = is_muted ? { ...room, is_muted, items: [mine("Hello")] } : aRoom([aMessage(), mine("Hello")]);
    return json({ is_muted });
  };
  const { player, findByRole, findByText, queryByText } = await openRoom(room, {
    [`GET ${ROOM}`]: () => json(room),
    [`PUT ${ROOM}/mute`]: ({ body }) => mute(body.includes("true")),
  });
  await player.click(await findByRole("button", { name: "Mute brian" }));
  expect(await findByText("Muted. brian is not told.")).toBeVisible();
  expect(queryByText("I am in the lobby", { selector: "li p" })).toBeNull();
  await player.click(await findByRole("button", { name: "Show messages of brian" }));
  expect(await findByText("I am in the lobby", { selector: "li p" })).toBeVisible();
});

test("a disputed match is read-only, and says who reads it", async () => {
  const room = aRoom([aMessage()], { can_write: false, closed_reason: "disputed" });
  const { findByText, queryByRole } = await openRoom(room, {}, disputed);
  expect(await findByText(/A referee can read this/)).toBeVisible();
  expect(queryByRole("textbox")).toBeNull();
  expect(queryByRole("button", { name: "Good game!" })).toBeNull();
});

test("after the end the room can be read; if nobody wrote there is none", async () => {
  const room = aRoom([aMessage()], { can_write: false, closed_reason: "ended" });
  const { findByText, unmount } = await openRoom(room, {}, { status: "completed" });
  expect(await findByText(/This match is over/)).toBeVisible();
  unmount();
  const empty = showRoom(aRoom([], { can_write: false, closed_reason: "ended" }), {}, { status: "completed" });
  await waitFor(() => expect(empty.api.requestsTo("GET", ROOM)).toHaveLength(1));
  expect(empty.queryByTestId("room")).toBeNull();
});

test("who is silenced still taps, and reads until when", async () => {
  const room = aRoom([], { can_write: false, closed_reason: "silenced", silenced_until: "2026-12-03T15:40:00Z" });
  const { findByText, getByRole, queryByRole } = await openRoom(room);
  expect(await findByText(/paused your own texts until 3 Dec, 18:40/)).toBeVisible();
  expect(getByRole("button", { name: "I'm on my way." })).toBeEnabled();
  expect(queryByRole("textbox")).toBeNull();
});

test("a room that does not load says so, and is asked for again", async () => {
  let isDown = true;
  const { player, findByText, findByRole } = await openRoom(aRoom(), {
    [`GET ${ROOM}`]: () => (isDown ? problem(500, "internal_error") : json(aRoom([aMessage()]))),
  });
  expect(await findByText("The messages did not load")).toBeVisible();
  isDown = false;
  await player.click(await findByRole("button", { name: "Try again" }));
  expect(await findByText("I am in the lobby")).toBeVisible();
});

test("a message that comes while the page is open is read out politely, and no older one", async () => {
  const { queries, findByRole, container } = showRoom(aRoom([aMessage()]));
  await findByRole("button", { name: /I am in the lobby/ });
  const live = container.querySelector("[aria-live=polite]");
  expect(live).toHaveTextContent("");
  act(() => {
    queries.setQueryData(roomQueryOptions(12).queryKey, aRoom([aMessage(), aMessage({ id: 2, text: "Come!" })]));
  });
  await waitFor(() => expect(live).toHaveTextContent("brian: Come!"));
});

test("hidden and reported messages are marked, and hostile texts are text", async () => {
  const { findByText, getByText, getAllByText, getAllByRole } = await openRoom(aRoom(aTalk("<b>محارب</b>".repeat(5))));
  expect(await findByText("Our staff has hidden this message.")).toBeVisible();
  expect(getByText("Reported")).toBeVisible();
  expect(getAllByText(/<b>محارب<\/b>/)[0]).toHaveAttribute("dir", "auto");
  expect(getAllByRole("button", { name: "Report this message" })).toHaveLength(3);
});
