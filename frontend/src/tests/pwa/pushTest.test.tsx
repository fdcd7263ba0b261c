import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PushTest } from "@/components/notifications/PushTest";
import { PUSH_TEST } from "@/lib/copy/notifications";
import { serverNow } from "@/lib/format/clock";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import type { PushTest as Test, PushTestState } from "@/types/notification";

const TEST = "/api/v1/notifications/test";
let present: object | null;

const aTest = (state: PushTestState, seconds = 60): Test => ({
  state,
  sent_at: state === "none" ? null : new Date(serverNow() - (60 - seconds) * 1_000).toISOString(),
  until: state === "none" ? null : new Date(serverNow() + seconds * 1_000).toISOString(),
});

beforeEach(() => {
  present = {};
  const pushManager = { getSubscription: () => Promise.resolve(present) };
  const workers = { getRegistration: () => Promise.resolve({ pushManager }) };
  Object.defineProperty(navigator, "serviceWorker", { value: workers, configurable: true });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", { permission: "granted" });
});

afterEach(() => {
  Reflect.deleteProperty(navigator, "serviceWorker");
  vi.unstubAllGlobals();
});

test("a test goes from its way to shown, and the page says no more than is known", async () => {
  let now = aTest("taken");
  fakeApi({ [`POST ${TEST}`]: () => json(aTest("sending")), [`GET ${TEST}`]: () => json(now) });
  const { player, findByRole, findByText } = renderApp(<PushTest />);
  await player.click(await findByRole("button", { name: "Send me a test" }));
  await findByText(PUSH_TEST.sending);
  await findByText(PUSH_TEST.taken, {}, { timeout: 3_000 });
  now = aTest("shown");
  await findByText(PUSH_TEST.shown, {}, { timeout: 3_000 });
});

test("one that was taken and not shown in its time is not called shown", async () => {
  const late = aTest("taken", 1);
  fakeApi({ [`POST ${TEST}`]: () => json(late), [`GET ${TEST}`]: () => json(late) });
  const { player, findByRole, findByText } = renderApp(<PushTest />);
  await player.click(await findByRole("button", { name: "Send me a test" }));
  await findByText(PUSH_TEST.late, {}, { timeout: 4_000 });
});

test.each(["refused", "unavailable", "not_sent"] as const)(
  "one that is %s says so, and can be sent again",
  async (state) => {
    fakeApi({ [`POST ${TEST}`]: () => json(aTest("sending")), [`GET ${TEST}`]: () => json(aTest(state)) });
    const { player, findByRole, findByText } = renderApp(<PushTest />);
    await player.click(await findByRole("button", { name: "Send me a test" }));
    await findByText(PUSH_TEST[state], {}, { timeout: 3_000 });
    await findByRole("button", { name: "Send me a test" });
  },
);

test("a browser that the push service has forgotten can be switched on anew", async () => {
  fakeApi({ [`POST ${TEST}`]: () => json(aTest("sending")), [`GET ${TEST}`]: () => json(aTest("none")) });
  const { player, findByRole, findByText } = renderApp(<PushTest />);
  await player.click(await findByRole("button", { name: "Send me a test" }));
  await findByText(PUSH_TEST.none, {}, { timeout: 3_000 });
  await findByRole("button", { name: "Switch on anew" });
});

test("a refusal is said", async () => {
  fakeApi({ [`POST ${TEST}`]: () => problem(409, "push_not_subscribed") });
  const { player, findByRole, findByText } = renderApp(<PushTest />);
  await player.click(await findByRole("button", { name: "Send me a test" }));
  await findByText(/Notifications are not switched on in this browser/);
});

test("where they are off they can be switched on", async () => {
  present = null;
  fakeApi({});
  const { findByRole, queryByRole } = renderApp(<PushTest />);
  await findByRole("button", { name: "Switch on notifications" });
  expect(queryByRole("button", { name: "Send me a test" })).toBeNull();
});
