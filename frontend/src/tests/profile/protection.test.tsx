import { expect, test } from "vitest";
import { ResponsiblePlay } from "@/components/protection/ResponsiblePlay";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import type { Limit, Protection } from "@/types/protection";

const KINDS: Limit["kind"][] = ["deposit", "stake", "loss"];
const PERIODS: Limit["hours"][] = [24, 168, 720];

const withLimits = (changed: Partial<Limit> = {}): Protection => ({
  exclusion: null,
  limits: KINDS.flatMap((kind) =>
    PERIODS.map((hours) => ({
      kind,
      hours,
      amount: null,
      used: null,
      waiting: null,
      ...(kind === "deposit" && hours === 168 ? changed : {}),
    })),
  ),
});

const LIMITS = "/api/v1/users/me/limits";

test("a limit is typed by the player and saved as they typed it", async () => {
  const api = fakeApi({
    [`GET ${LIMITS}`]: () => json(withLimits()),
    [`PUT ${LIMITS}`]: () => json(withLimits({ amount: "1500.00", used: "0.00" })),
  });
  const { player, findByRole, findByText, getByLabelText, getByRole } = renderApp(<ResponsiblePlay />);
  await player.click(await findByRole("button", { name: "Change deposits, 7 days" }));
  expect(getByLabelText("The most you want to deposit")).toHaveValue("");
  await player.type(getByLabelText("The most you want to deposit"), "1,500");
  await player.click(getByRole("button", { name: "Save" }));
  await findByText("KES 1,500");
  const [sent] = api.requestsTo("PUT", LIMITS);
  expect(JSON.parse(sent?.body ?? "")).toEqual({ kind: "deposit", hours: 168, amount: 1500 });
});

test("a higher limit that has waited is confirmed", async () => {
  const waiting = { id: 7, amount: "2000.00", effective_at: "2026-01-01T08:00:00Z" };
  const confirm = `${LIMITS}/7/confirm`;
  const api = fakeApi({
    [`GET ${LIMITS}`]: () => json(withLimits({ amount: "100.00", used: "40.00", waiting })),
    [`POST ${confirm}`]: () => json(withLimits({ amount: "2000.00", used: "40.00" })),
  });
  const { player, findByRole, findByText } = renderApp(<ResponsiblePlay />);
  await findByText("You asked for KES 2,000. It holds only if you confirm it.");
  await player.click(await findByRole("button", { name: "Confirm" }));
  await findByText("KES 2,000");
  expect(api.requestsTo("POST", confirm)).toHaveLength(1);
});

test("a higher limit cannot be confirmed before its time", async () => {
  const waiting = { id: 7, amount: null, effective_at: "2999-01-01T08:00:00Z" };
  fakeApi({ [`GET ${LIMITS}`]: () => json(withLimits({ amount: "100.00", used: "0.00", waiting })) });
  const { findByText, queryByRole } = renderApp(<ResponsiblePlay />);
  await findByText("You asked for no limit. You can confirm it from 1 January 2999, 11:00 on.");
  expect(queryByRole("button", { name: "Confirm" })).toBeNull();
});

test("a break begins after a second question, once for two taps", async () => {
  const exclusion = { kind: "self_exclusion", starts_at: "2026-12-01T08:00:00Z", ends_at: "2027-06-01T08:00:00Z" };
  const path = "/api/v1/users/me/self-exclusion";
  let begun = false;
  const api = fakeApi({
    [`GET ${LIMITS}`]: () => json(begun ? { ...withLimits(), exclusion } : withLimits()),
    [`POST ${path}`]: () => {
      begun = true;
      return json({ ...withLimits(), exclusion });
    },
  });
  const { player, findByLabelText, findByText, getByRole } = renderApp(<ResponsiblePlay />);
  await player.selectOptions(await findByLabelText("Self-exclusion"), "6 months");
  await player.click(getByRole("button", { name: "Begin self-exclusion" }));
  await findByText(/nobody can end it earlier: not you/);
  expect(api.requestsTo("POST", path)).toHaveLength(0);
  await player.click(getByRole("button", { name: "Begin now" }));
  await findByText("You have excluded yourself");
  await findByText(/Until 1 June 2027, 11:00 you cannot play or deposit/);
  const [sent] = api.requestsTo("POST", path);
  expect(JSON.parse(sent?.body ?? "")).toEqual({ months: 6 });
  expect(sent?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("a shorter break than the present one is refused in words", async () => {
  fakeApi({
    [`GET ${LIMITS}`]: () => json(withLimits()),
    "POST /api/v1/users/me/time-out": () => problem(409, "exclusion_not_longer"),
  });
  const { player, findByLabelText, findByText, getByRole } = renderApp(<ResponsiblePlay />);
  await player.selectOptions(await findByLabelText("Time-out"), "24 hours");
  await player.click(getByRole("button", { name: "Begin a time-out" }));
  await player.click(getByRole("button", { name: "Begin now" }));
  await findByText("Your break lasts longer than that already.");
});

test("what does not load can be tried again", async () => {
  fakeApi({ [`GET ${LIMITS}`]: () => problem(503, "service_unavailable") });
  const { findByText, findByRole } = renderApp(<ResponsiblePlay />);
  await findByText("Your limits did not load");
  await findByRole("button", { name: "Try again" });
});
