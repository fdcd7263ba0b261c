import { webcrypto } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Reserves } from "@/components/reserves/Reserves";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { amina } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { PROOFS, PUBLIC_KEY, RECORDS } from "@/tests/support/reserveFixtures";
import type { ReserveProof, SignedReserves } from "@/types/reserves";

const LIST = "GET /api/v1/reserves";
const OWN = "GET /api/v1/reserves/4/proof";
const player = { ...amina, username: "player-3" };
const newestFirst = [...RECORDS].reverse();
const own = PROOFS[3]?.[2] as ReserveProof;
const newest = newestFirst[0] as SignedReserves;

const routes = (changed: Record<string, () => Response> = {}) => ({
  "POST /api/v1/auth/refresh": () => json({ access_token: "t", token_type: "bearer", expires_in: 600 }),
  "GET /api/v1/users/me": () => json(player),
  "GET /api/v1/receipts/keys": () =>
    json({ items: [{ key_id: newest.record.key_id, algorithm: "Ed25519", public_key: PUBLIC_KEY }] }),
  [LIST]: () => json({ items: newestFirst, next_cursor: null }),
  [OWN]: () => json(own),
  ...changed,
});

// jsdom has no WebCrypto.
beforeEach(() => vi.stubGlobal("crypto", webcrypto));
afterEach(() => localStorage.clear());

async function checked(changed: Record<string, () => Response> = {}) {
  localStorage.setItem("ww.signed-in", "1");
  const api = fakeApi(routes(changed));
  const rendered = renderApp(<Reserves />);
  await rendered.player.click(await rendered.findByRole("button", { name: "Check my money" }));
  return { api, ...rendered };
}

test("everybody reads players' money beside M-Pesa's balance, asked for without a name", async () => {
  const api = fakeApi({ [LIST]: () => json({ items: newestFirst, next_cursor: null }) });
  const { findByText, getByText, getAllByText } = renderApp(<Reserves />);
  await findByText("KES 12,624.59");
  expect(getByText("of 7 players")).toBeVisible();
  expect(getByText("KES 13,137.09")).toBeVisible();
  expect(getByText("More than players are owed")).toBeVisible();
  expect(getAllByText("KES 212.50")[0]).toBeVisible();
  expect(getByText(newest.hash.slice(0, 4), { exact: false })).toBeVisible();
  expect(api.requestsTo("GET", "/api/v1/reserves").map(({ headers }) => headers.get("authorization"))).toEqual([null]);
});

test("who is signed out is asked to log in before their money can be checked", async () => {
  fakeApi({ [LIST]: () => json({ items: newestFirst, next_cursor: null }) });
  const { findByRole } = renderApp(<Reserves />);
  expect(await findByRole("link", { name: "Log in to check" })).toHaveAttribute("href", "/auth/login?next=%2Freserves");
});

test("a player's phone finds their money in the published total, and remembers the record", async () => {
  const { findByText, getByText } = await checked();
  await findByText("KES 2,500 of yours are in it");
  expect(getByText("player-3")).toBeVisible();
  expect(localStorage.getItem("ww.reserves-seen")).toBe(`4:${newest.hash}`);
});

const LIES: readonly [string, string, Record<string, () => Response>][] = [
  ["an altered balance", "The count does not hold your money", { [OWN]: () => json({ ...own, amount: "2499.00" }) }],
  ["another player's leaf", "The count does not hold your money", { [OWN]: () => json(PROOFS[3]?.[1]) }],
  ["no leaf at all", "You are not in this count", { [OWN]: () => problem(404, "not_in_reserves") }],
  [
    "a smaller total",
    "An earlier count was changed",
    {
      [LIST]: () =>
        json({ items: [{ ...newest, record: { ...newest.record, total: "1.00" } }, ...newestFirst.slice(1)] }),
    },
  ],
  ["a record left out", "An earlier count was changed", { [LIST]: () => json({ items: [newest, newestFirst[2]] }) }],
  [
    "a key that is not in use",
    "This count is not signed by us",
    { "GET /api/v1/receipts/keys": () => json({ items: [] }) },
  ],
];

test.each(LIES)("a house that serves %s is told on: %s", async (_lie, title, changed) => {
  const { findByText, queryByText, getByRole } = await checked(changed);
  await findByText(title);
  expect(getByRole("link", { name: "write to us" })).toHaveAttribute("href", "/help");
  expect(queryByText(/of yours are in it/)).toBeNull();
  expect(localStorage.getItem("ww.reserves-seen")).toBeNull();
});

test("a record that this phone saw before and that was rewritten since is told on", async () => {
  localStorage.setItem("ww.reserves-seen", `3:${"ab".repeat(32)}`);
  const { findByText } = await checked();
  await findByText("An earlier count was changed");
});

test("a record that this phone saw before and that is gone is told on", async () => {
  localStorage.setItem("ww.reserves-seen", `5:${"ab".repeat(32)}`);
  const { findByText } = await checked();
  await findByText("An earlier count was changed");
});

test("an old record that is still the same is looked up where the list does not reach back to it", async () => {
  const oldest = RECORDS[0] as SignedReserves;
  localStorage.setItem("ww.reserves-seen", `1:${oldest.hash}`);
  const { findByText, api } = await checked({
    [LIST]: () => json({ items: newestFirst.slice(0, 2), next_cursor: "3" }),
    "GET /api/v1/reserves/1": () => json(oldest),
  });
  await findByText("KES 2,500 of yours are in it");
  expect(api.requestsTo("GET", "/api/v1/reserves/1")).toHaveLength(1);
});

test("less at M-Pesa than players are owed is said in red, and no answer of M-Pesa's is no lack", async () => {
  const short = { ...newest, record: { ...newest.record, mpesa_balance: "12000.00" } };
  fakeApi({ [LIST]: () => json({ items: [short], next_cursor: null }) });
  const first = renderApp(<Reserves />);
  await first.findByText("Missing");
  expect(first.getByText("KES 924.59")).toBeVisible();
  first.unmount();
  const silent = { ...newest, record: { ...newest.record, mpesa_balance: null, mpesa_balance_at: null } };
  fakeApi({ [LIST]: () => json({ items: [silent], next_cursor: null }) });
  const second = renderApp(<Reserves />);
  await second.findByText("no answer yet");
  expect(second.queryByText("Missing")).toBeNull();
});

test("before the first count the page says so, and a failure can be tried again", async () => {
  let up = false;
  fakeApi({ [LIST]: () => (up ? json({ items: [], next_cursor: null }) : problem(503, "service_unavailable")) });
  const { player: reader, findByRole, findByText } = renderApp(<Reserves />);
  const again = await findByRole("button", { name: "Try again" });
  up = true;
  await reader.click(again);
  await findByText("No count yet");
});

test("a check that cannot reach us says so and can be repeated", async () => {
  let up = false;
  const {
    player: reader,
    findByText,
    getByRole,
  } = await checked({
    [OWN]: () => (up ? json(own) : problem(503, "service_unavailable")),
  });
  await findByText("The check could not be made");
  up = true;
  await reader.click(getByRole("button", { name: "Check my money" }));
  await findByText("KES 2,500 of yours are in it");
});
