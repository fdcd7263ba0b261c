import { waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { PaymentModal } from "@/components/payments/deposit/PaymentModal";
import { depositCopy } from "@/lib/copy/payments/deposits";
import { aDeposit, aQuote, aWallet } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";

const DEPOSITS = "/api/v1/payments/deposits";
const nothing = () => undefined;
const AMOUNT = "Amount, in KES";
const sheet = <PaymentModal open onClose={nothing} onWithdraw={nothing} phone="254711000001" />;

test("a deposit goes from the amount to the PIN to the money", async () => {
  let deposit = aDeposit({ state: "sending" });
  fakeApi({
    [`POST ${DEPOSITS}`]: () => json(deposit, 202),
    [`GET ${DEPOSITS}/7`]: () => json(deposit),
    "GET /api/v1/payments/wallet": () => json(aWallet("1000.00")),
  });
  const { player, findByText, getByLabelText, getByRole, queries } = renderApp(sheet);
  expect(getByLabelText(AMOUNT)).toHaveValue("");
  await player.type(getByLabelText(AMOUNT), "500");
  await player.click(getByRole("button", { name: "Deposit KES\u00a0500" }));
  await findByText("Calling M-Pesa");

  deposit = aDeposit({ prompt_expires_at: new Date(Date.now() + 60_000).toISOString() });
  await queries.invalidateQueries();
  await findByText("Type your M-Pesa PIN");
  await findByText(/KES 500 is on 0711 000 001/);
  expect(getByRole("timer")).toBeVisible();

  deposit = aDeposit({ state: "credited", status: "completed", mpesa_reference: "SKM7XQ4H2P" });
  await queries.invalidateQueries();
  await findByText("KES 500 received");
  await findByText("SKM7XQ4H2P");
  await findByText("KES 1,000");
});

test("a failed deposit says why and what to do next", async () => {
  const failure = {
    code: "cancelled" as const,
    message: "You cancelled the M-Pesa prompt.",
    next_step: "Try again whenever you like.",
  };
  fakeApi({
    [`POST ${DEPOSITS}`]: () => json(aDeposit({ state: "failed", status: "failed", failure }), 202),
    [`GET ${DEPOSITS}/7`]: () => json(aDeposit({ state: "failed", status: "failed", failure })),
  });
  const { player, findByText, getByLabelText, getByRole, findByRole } = renderApp(sheet);
  await player.type(getByLabelText(AMOUNT), "500");
  await player.click(getByRole("button", { name: "Deposit KES\u00a0500" }));
  await findByText("You cancelled the M-Pesa prompt.");
  await findByText("Try again whenever you like.");
  await player.click(await findByRole("button", { name: "Try again" }));
  expect(getByRole("button", { name: "Deposit KES\u00a0500" })).toBeEnabled();
});

test("a tap that got no answer is sent again under the same key; another amount gets another", async () => {
  let answers = [() => problem(503, "service_unavailable"), () => problem(503, "service_unavailable")];
  const api = fakeApi({
    [`POST ${DEPOSITS}`]: () => (answers.shift() ?? (() => problem(409, "deposit_still_open")))(),
  });
  const { player, getByRole, getByLabelText, findByText } = renderApp(sheet);
  const tap = async (name: string) => {
    const before = api.requestsTo("POST", DEPOSITS).length;
    await player.click(getByRole("button", { name }));
    await waitFor(() => expect(api.requestsTo("POST", DEPOSITS).length).toBe(before + 1));
    await findByText(/WageWars is not answering|already open/);
  };
  await player.type(getByLabelText(AMOUNT), "500");
  await tap("Deposit KES\u00a0500");
  await tap("Deposit KES\u00a0500");
  await player.clear(getByLabelText(AMOUNT));
  await player.type(getByLabelText(AMOUNT), "200");
  answers = [];
  await tap("Deposit KES\u00a0200");
  await tap("Deposit KES\u00a0200");
  const keys = api.requestsTo("POST", DEPOSITS).map(({ headers }) => headers.get("Idempotency-Key"));
  expect(keys[0]).toMatch(/[0-9a-f-]{32,}/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
  // Refused for good, so the next tap is a new intention.
  expect(keys[3]).not.toBe(keys[2]);
});

test("an amount that cannot be is stopped before anything is sent", async () => {
  const api = fakeApi({});
  const { player, getByRole, getByLabelText, findByText } = renderApp(sheet);
  await player.type(getByLabelText(AMOUNT), "5");
  await player.click(getByRole("button", { name: /^Deposit/ }));
  await findByText("The smallest deposit is KES 10.");
  expect(api.requestsTo("POST", DEPOSITS)).toEqual([]);
});

const QUOTE = "/api/v1/payments/quote";

test("with a tax on deposits the player sees what arrives before paying", async () => {
  fakeApi({ [`POST ${QUOTE}`]: () => json(aQuote({ kind: "deposit" })) });
  const { player, findByText, getByLabelText } = renderApp(sheet);
  await player.type(getByLabelText(AMOUNT), "500");
  await findByText("Tax of 5%, paid to KRA");
  await findByText("Into your wallet");
  await findByText("KES 475");
});

test("the tax is shown again when the money has arrived", () => {
  const { title, text } = depositCopy(aDeposit({ state: "credited", status: "completed", tax: "25.00" }));
  expect(title).toBe("KES\u00a0475 received");
  expect(text).toMatch(/The other KES\u00a025 of your KES\u00a0500 is tax for KRA/);
});

test("while deposits are paused the sheet says so, and checks again on request", async () => {
  const refusal = {
    code: "deposits_paused",
    message: "Deposits are paused while M-Pesa has trouble.",
    next_step: "Try again in a while.",
  } as const;
  let quote = aQuote({ kind: "deposit", allowed: false, refusal });
  fakeApi({ [`POST ${QUOTE}`]: () => json(quote) });
  const { findByText, findByRole, getByLabelText, player, queryByRole } = renderApp(sheet);
  await player.type(getByLabelText(AMOUNT), "500");
  await findByText("Deposits are paused while M-Pesa has trouble.");
  expect(queryByRole("button", { name: /^Deposit KES/ })).toBeNull();
  quote = aQuote({ kind: "deposit" });
  await player.click(await findByRole("button", { name: "Check again" }));
  await findByRole("button", { name: "Deposit KES\u00a0500" });
});

test("by paybill: the number, the player's own code, and the steps", async () => {
  fakeApi({
    "GET /api/v1/payments/paybill": () =>
      json({
        shortcode: "600984",
        account: "U4K7Q9",
        instructions: ["Open M-Pesa.", "Type the amount."],
        minimum: "10.00",
        maximum: "250000.00",
      }),
  });
  const { player, findByText, findByRole, getByRole } = renderApp(sheet);
  await player.click(await findByRole("button", { name: /paybill/ }));
  await findByText("600984");
  await player.click(await findByRole("button", { name: "Copy Your account code" }));
  expect(await navigator.clipboard.readText()).toBe("U4K7Q9");
  await player.click(getByRole("button", { name: "Use the prompt on my phone" }));
  await findByText("Amount, in KES");
});
