import { act, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { LiveBanner } from "@/components/matches/live/LiveBanner";
import { Modal } from "@/components/ui/Modal";
import { closeAlarm } from "@/lib/alarms";
import { armSound, playTone } from "@/lib/device/sound";
import { fakeApi, json } from "@/tests/support/fakeApi";
import { aMatch, searching } from "@/tests/support/fixtures";
import { aChallenge } from "@/tests/support/playFixtures";
import { renderApp } from "@/tests/support/renderApp";
import type { Match } from "@/types/match";

const QUEUE = "GET /api/v1/matchmaking/queue";
const MATCH = "GET /api/v1/matches/12";
const soon = () => new Date(Date.now() + 90_000).toISOString();
const found = (changes: Partial<Match> = {}) =>
  aMatch({
    status: "pending",
    verification_state: "awaiting_checkin",
    player1: { id: 1, username: "amina", cod_username: null, is_simulated: false, ready: false, reported: false },
    due_at: soon(),
    ...changes,
  });
const matched = () => json(searching({ status: "matched", match_id: 12 }));
const vibrate = vi.fn();

beforeEach(() => {
  vibrate.mockClear();
  vi.stubGlobal("navigator", Object.assign(navigator, { vibrate }));
});

test("a match that is found calls on the whole screen, once, with the focus on the answer", async () => {
  fakeApi({ [QUEUE]: matched, [MATCH]: () => json(found()) });
  const { findByRole, getByRole } = renderApp(<LiveBanner />);
  const call = await findByRole("dialog", { name: "Match found" });
  expect(call).toHaveTextContent(/brian plays you for KES\s100 each/);
  expect(getByRole("button", { name: "I am ready" })).toHaveFocus();
  expect(getByRole("timer")).toHaveTextContent(/^1:(30|29|28)$/);
  expect(call.querySelectorAll('[aria-live="assertive"]')).toHaveLength(1);
  expect(vibrate).toHaveBeenCalledOnce();
});

test("another tab shows the same call without a second sound, and closes with the first", async () => {
  fakeApi({ [QUEUE]: matched, [MATCH]: () => json(found()) });
  const first = renderApp(<LiveBanner />);
  await first.findByRole("dialog", { name: "Match found" });
  const second = renderApp(<LiveBanner />);
  await waitFor(() => expect(second.getAllByRole("dialog")).toHaveLength(2));
  expect(vibrate).toHaveBeenCalledOnce();
  act(() => closeAlarm("match:12:player1"));
  expect(first.queryAllByRole("dialog")).toHaveLength(0);
  expect(await first.findAllByText(/Match found: brian\. Say you are ready/)).toHaveLength(2);
});

test("it closes when the player has answered elsewhere", async () => {
  let match = found();
  fakeApi({ [QUEUE]: matched, [MATCH]: () => json(match) });
  const { findByRole, queryByRole, queries } = renderApp(<LiveBanner />);
  await findByRole("dialog", { name: "Match found" });
  match = found({ player1: { ...match.player1, ready: true } });
  await queries.invalidateQueries();
  await waitFor(() => expect(queryByRole("dialog")).toBeNull());
});

test("the phone's own notice goes when its call is closed or answered, and another one stays", async () => {
  const closed: string[] = [];
  const notice = (tag: string, kind: string) => ({ tag, data: { kind }, close: () => closed.push(`${kind} ${tag}`) });
  const notices = [
    notice("match:12", "match_found"),
    notice("challenge:OLD", "challenge_received"),
    notice("match:12", "match_ruled"),
  ];
  const getNotifications = () => Promise.resolve(notices);
  const workers = { getRegistration: () => Promise.resolve({ getNotifications }) };
  Object.defineProperty(navigator, "serviceWorker", { value: workers, configurable: true });
  let match = found();
  fakeApi({ [QUEUE]: matched, [MATCH]: () => json(match) });
  const { findByRole, queries } = renderApp(<LiveBanner />);
  await findByRole("dialog", { name: "Match found" });
  await waitFor(() => expect(closed).toEqual(["challenge_received challenge:OLD"]));
  closed.length = 0;
  match = found({ player1: { ...match.player1, ready: true } });
  await queries.invalidateQueries();
  await waitFor(() => expect(closed).toContain("match_found match:12"));
  expect(closed).not.toContain("match_ruled match:12");
  Reflect.deleteProperty(navigator, "serviceWorker");
});

test("ready is said from the call; a refusal is said too, and the banner stays", async () => {
  const api = fakeApi({ [QUEUE]: matched, [MATCH]: () => json(found()) });
  const { player, findByRole, findByText } = renderApp(<LiveBanner />);
  await player.click(await findByRole("button", { name: "I am ready" }));
  expect(api.requestsTo("POST", "/api/v1/matches/12/ready")).toHaveLength(1);
  await findByText("We could not find that. It may have ended or moved.");
  await findByText(/Match found: brian/);
});

test("a challenge by name calls above an open sheet, and nothing is staked by it", async () => {
  fakeApi({
    [QUEUE]: () => json(searching({ status: "idle" })),
    "GET /api/v1/matches/challenges": () => json({ items: [aChallenge({ opponent: "amina", due_at: soon() })] }),
  });
  const { player, findByRole, getByRole, queryByRole } = renderApp(
    <>
      <Modal open onClose={() => undefined} title="A sheet">
        Something
      </Modal>
      <LiveBanner />
    </>,
  );
  const call = await findByRole("dialog", { name: "You are challenged" });
  expect(call).toHaveTextContent("Nothing is staked before you accept.");
  await player.click(getByRole("button", { name: "Not now" }));
  await waitFor(() => expect(queryByRole("dialog", { name: "You are challenged" })).toBeNull());
  expect(getByRole("dialog", { name: "A sheet" })).toBeVisible();
});

test("closing a call leaves the page whole: what lay above it goes with it", async () => {
  // As in a browser: a popover of what is no longer in the page throws.
  HTMLElement.prototype.showPopover = function (this: HTMLElement) {
    if (!this.isConnected) throw new DOMException("not connected", "InvalidStateError");
  };
  fakeApi({ [QUEUE]: matched, [MATCH]: () => json(found()) });
  const { findByRole, findByText } = renderApp(<LiveBanner />);
  await findByRole("dialog", { name: "Match found" });
  act(() => closeAlarm("match:12:player1"));
  await findByText(/Match found: brian/);
  Reflect.deleteProperty(HTMLElement.prototype, "showPopover");
});

test("a call whose time has passed is none", async () => {
  fakeApi({ [QUEUE]: matched, [MATCH]: () => json(found({ due_at: "2026-11-22T18:00:00Z" })) });
  const { findByText, queryByRole } = renderApp(<LiveBanner />);
  await findByText(/Match found: brian/);
  expect(queryByRole("dialog")).toBeNull();
});

test("the tone plays only once a tap has started the sound", () => {
  const starts = vi.fn();
  class Node {
    gain = { setTargetAtTime: vi.fn() };
    start = starts;
    stop = vi.fn();
    connect = (to: unknown) => to;
  }
  class Audio {
    state = "suspended";
    currentTime = 0;
    destination = {};
    resume = () => {
      this.state = "running";
      return Promise.resolve();
    };
  }
  vi.stubGlobal("AudioContext", Audio);
  vi.stubGlobal("OscillatorNode", Node);
  vi.stubGlobal("GainNode", Node);
  playTone();
  expect(starts).not.toHaveBeenCalled();
  armSound();
  playTone();
  expect(starts).toHaveBeenCalledTimes(3);
});
