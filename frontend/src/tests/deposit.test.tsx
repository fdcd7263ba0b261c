import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { PaymentModal } from "@/components/payments/PaymentModal";
import { aDeposit } from "@/tests/cast";
import { draw } from "@/tests/draw";
import { fakeApi, json, problem } from "@/tests/fakeApi";

const DEPOSITS = "/api/v1/payments/deposits";
const nothing = () => undefined;
const sheet = <PaymentModal open onClose={nothing} onWithdraw={nothing} phone="254711000001" />;

test("a deposit goes from the amount to the PIN to the money", async () => {
  let stands = aDeposit({ state: "sending" });
  fakeApi({
    [`POST ${DEPOSITS}`]: () => json(stands, 202),
    [`GET ${DEPOSITS}/7`]: () => json(stands),
    "GET /api/v1/payments/wallet": () =>
      json({ available: "1000.00", in_play: "0.00", withdrawing: "0.00", total: "1000.00" }),
  });
  const { player, findByText, getByRole, queries } = draw(sheet);
  await player.click(getByRole("button", { name: "Deposit KES 500" }));
  await findByText("Calling M-Pesa");

  stands = aDeposit({ prompt_expires_at: new Date(Date.now() + 60_000).toISOString() });
  await queries.invalidateQueries();
  await findByText("Type your M-Pesa PIN");
  await findByText(/KES 500 is on 0711 000 001/);
  expect(getByRole("timer")).toBeVisible();

  stands = aDeposit({ state: "credited", status: "completed", mpesa_reference: "SKM7XQ4H2P" });
  await queries.invalidateQueries();
  await findByText("KES 500 received");
  await findByText("SKM7XQ4H2P");
  await findByText("KES 1,000");
});

test("a failed deposit says why, in plain words, and what to do next", async () => {
  const failure = {
    code: "cancelled",
    message: "You cancelled the M-Pesa prompt.",
    next_step: "Try again whenever you like.",
  };
  fakeApi({
    [`POST ${DEPOSITS}`]: () => json(aDeposit({ state: "failed", status: "failed", failure }), 202),
    [`GET ${DEPOSITS}/7`]: () => json(aDeposit({ state: "failed", status: "failed", failure })),
  });
  const { player, findByText, getByRole, findByRole } = draw(sheet);
  await player.click(getByRole("button", { name: "Deposit KES 500" }));
  await findByText("You cancelled the M-Pesa prompt.");
  await findByText("Try again whenever you like.");
  await player.click(await findByRole("button", { name: "Try again" }));
  expect(getByRole("button", { name: "Deposit KES 500" })).toBeEnabled();
});

test("a tap that got no answer is sent again under the same key; another amount gets another", async () => {
  let answers = [() => problem(503, "service_unavailable"), () => problem(503, "service_unavailable")];
  const api = fakeApi({
    [`POST ${DEPOSITS}`]: () => (answers.shift() ?? (() => problem(409, "deposit_still_open")))(),
  });
  const { player, getByRole, getByLabelText, findByText } = draw(sheet);
  const tap = async (name: string) => {
    const before = api.asked.length;
    await player.click(getByRole("button", { name }));
    await waitFor(() => expect(api.asked.length).toBe(before + 1));
    await findByText(/WageWars is not answering|already open/);
  };
  await tap("Deposit KES 500");
  await tap("Deposit KES 500");
  await player.click(getByLabelText("200"));
  answers = [];
  await tap("Deposit KES 200");
  await tap("Deposit KES 200");
  const keys = api.askedFor("POST", DEPOSITS).map(({ headers }) => headers.get("Idempotency-Key"));
  expect(keys[0]).toMatch(/[0-9a-f-]{32,}/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  // Refused for good, so the next tap is a new intention.
  expect(keys[3]).not.toBe(keys[2]);
});

test("an amount that cannot be is stopped before anything is sent", async () => {
  const api = fakeApi({});
  const { player, getByRole, getByLabelText, findByText } = draw(sheet);
  await player.click(getByLabelText("Other"));
  await player.clear(getByLabelText("Your amount"));
  await player.type(getByLabelText("Your amount"), "5");
  await player.click(getByRole("button", { name: /^Deposit/ }));
  await findByText("The smallest deposit is KES 10.");
  expect(api.asked).toEqual([]);
});
