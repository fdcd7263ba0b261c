import { expect, test, vi } from "vitest";
import { WithdrawSheet } from "@/components/payments/withdraw/WithdrawSheet";
import { aQuote, aWallet, aWithdrawal } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import type { Withdrawal } from "@/types/transaction";

const WITHDRAWALS = "/api/v1/payments/withdrawals";
const QUOTE = "POST /api/v1/payments/quote";
const nothing = () => undefined;
const sheet = <WithdrawSheet open onClose={nothing} onDeposit={nothing} />;

const wallet = (available: string) => () => json(aWallet(available));

/** The API with one withdrawal, in the state that the test sets. */
function withdrawalApi(server: { now: Withdrawal }, available = "1240.50") {
  return {
    "GET /api/v1/payments/wallet": wallet(available),
    [QUOTE]: () => json(aQuote()),
    [`POST ${WITHDRAWALS}`]: () => json(server.now, 202),
    [`GET ${WITHDRAWALS}/3`]: () => json(server.now),
  };
}

async function requestIt({ player, findByRole, findByText }: ReturnType<typeof renderApp>) {
  await findByText("To 0711 000 001");
  await player.click(await findByRole("button", { name: "Continue" }));
  await findByText("This arrives on your M-Pesa");
  await player.click(await findByRole("button", { name: "Send me the code" }));
}

test("a withdrawal goes from the amount over the code to the phone", async () => {
  const server = { now: aWithdrawal() };
  const api = fakeApi({
    ...withdrawalApi(server),
    [`POST ${WITHDRAWALS}/3/confirm`]: ({ body }) => {
      if (!body.includes("123456")) return problem(422, "code_wrong");
      server.now = aWithdrawal({ state: "held" });
      return json(server.now, 202);
    },
  });
  const app = renderApp(sheet);
  const { player, findByText, findByLabelText, findByRole, queries } = app;
  await requestIt(app);

  const field = await findByLabelText("Code from the SMS");
  expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await player.type(field, "000000");
  await player.click(await findByRole("button", { name: "Withdraw KES\u00a0500" }));
  await findByText("That code is not right. Check the SMS and type it again.");
  await player.type(field, "123456");
  await player.click(await findByRole("button", { name: "Withdraw KES\u00a0500" }));
  await findByText("Waiting to be sent");

  server.now = aWithdrawal({ state: "unknown", sent_at: "2026-11-22T16:01:00Z" });
  await queries.invalidateQueries();
  await findByText("Your money is safe, being confirmed");

  server.now = aWithdrawal({ state: "paid", status: "completed", mpesa_reference: "SKM9BB7C1D" });
  await queries.invalidateQueries();
  await findByText("KES 475 is on your M-Pesa");
  await findByText("SKM9BB7C1D");
  const [request] = api.requestsTo("POST", WITHDRAWALS);
  expect(request?.body).toBe('{"amount":500}');
  expect(request?.headers.get("Idempotency-Key")).toMatch(/[0-9a-f-]{32,}/);
});

test("a withdrawal that fails says why, what to do next, and that the money is back", async () => {
  const failure = {
    code: "daily_limit" as const,
    message: "Your M-Pesa has reached its limit for today.",
    next_step: "Try again tomorrow, or withdraw less.",
  };
  const server = { now: aWithdrawal({ state: "released", status: "failed", failure }) };
  fakeApi(withdrawalApi(server));
  const app = renderApp(sheet);
  await requestIt(app);
  await app.findByText("Nothing was sent");
  await app.findByText(failure.message);
  await app.findByText(failure.next_step);
  await app.player.click(await app.findByRole("button", { name: "Try again" }));
  await app.findByText("Amount, in KES");
});

test("cancelling before it is sent puts the money back", async () => {
  const server = { now: aWithdrawal() };
  fakeApi({
    ...withdrawalApi(server),
    [`POST ${WITHDRAWALS}/3/cancel`]: () => {
      const failure = {
        code: "cancelled_by_player",
        message: "You cancelled it.",
        next_step: "Withdraw whenever you like.",
      } as const;
      server.now = aWithdrawal({ state: "released", status: "failed", failure });
      return json(server.now);
    },
  });
  const app = renderApp(sheet);
  await requestIt(app);
  await app.player.click(await app.findByRole("button", { name: "Cancel" }));
  await app.findByText("You cancelled it.");
});

test("too late to cancel: the sheet shows the current state instead", async () => {
  const server = { now: aWithdrawal({ state: "held" }) };
  fakeApi({
    ...withdrawalApi(server),
    [`POST ${WITHDRAWALS}/3/cancel`]: () => {
      server.now = aWithdrawal({ state: "sent" });
      return problem(409, "withdrawal_moved_on");
    },
  });
  const app = renderApp(sheet);
  await requestIt(app);
  await app.player.click(await app.findByRole("button", { name: /^Cancel/ }));
  await app.findByText("M-Pesa is paying you");
  expect(app.queryByRole("button", { name: /^Cancel/ })).toBeNull();
});

test("more than there is: the right amount is one tap away, and nothing is sent", async () => {
  const api = fakeApi({
    ...withdrawalApi({ now: aWithdrawal() }),
    [QUOTE]: ({ body }) => {
      const { amount } = JSON.parse(body) as { amount: number };
      const refusal = {
        code: "insufficient_balance",
        message: "You have KES 1,240.50.",
        next_step: "Take less.",
      } as const;
      return json(aQuote({ amount: `${amount}.00`, ...(amount > 1240 && { allowed: false, refusal }) }));
    },
  });
  const { player, findByText, findByRole, getByLabelText } = renderApp(sheet);
  await player.click(await findByRole("radio", { name: "Other" }));
  await player.clear(getByLabelText("Your amount"));
  await player.type(getByLabelText("Your amount"), "5000");
  await findByText("You have KES 1,240.50.");
  expect(await findByRole("button", { name: "Continue" })).toBeDisabled();
  await player.click(await findByRole("button", { name: "Withdraw KES\u00a01,240 instead" }));
  expect(getByLabelText("Your amount")).toHaveValue("1240");
  await expect.poll(() => document.querySelector<HTMLButtonElement>("button[type=submit]")?.disabled).toBe(false);
  expect(api.requestsTo("POST", WITHDRAWALS)).toEqual([]);
});

test("an empty wallet says so, and does not send the player into a bet", async () => {
  fakeApi({ "GET /api/v1/payments/wallet": wallet("0.00") });
  const { findByText, queryByRole, getByRole } = renderApp(sheet);
  await findByText("Nothing to withdraw yet");
  expect(queryByRole("link")).toBeNull();
  expect(getByRole("button", { name: "All right" })).toBeEnabled();
});

test("what is held is not offered, and who has nothing else is told where to look", async () => {
  const held = aWallet("580.00", { playable: "400.00", held: "180.00" });
  fakeApi({ ...withdrawalApi({ now: aWithdrawal() }), "GET /api/v1/payments/wallet": () => json(held) });
  const { findByText, unmount } = renderApp(sheet);
  await findByText("Whole shillings. Available: KES 400.");
  unmount();
  fakeApi({ "GET /api/v1/payments/wallet": () => json({ ...held, playable: "0.00", held: "580.00" }) });
  const { findByText: find } = renderApp(sheet);
  await find("What you have is held for now. It is yours: your wallet says why, and until when.");
});

test("a player who owes sees it, and is led to the deposit that settles it", async () => {
  const refusal = { code: "money_owed", message: "You owe KES 250.", next_step: "Deposit that much first." } as const;
  fakeApi({ ...withdrawalApi({ now: aWithdrawal() }), [QUOTE]: () => json(aQuote({ allowed: false, refusal })) });
  const toDeposit = vi.fn();
  const { player, findByText, findByRole } = renderApp(<WithdrawSheet open onClose={nothing} onDeposit={toDeposit} />);
  await findByText("You owe KES 250.");
  await player.click(await findByRole("button", { name: "Deposit" }));
  expect(toDeposit).toHaveBeenCalledOnce();
});

test("one that waits because all of them are paused says so, whatever the quote said a moment ago", async () => {
  let paused = false;
  const refusal = { code: "withdrawals_paused", message: "Paused.", next_step: "Later." } as const;
  const server = { now: aWithdrawal({ state: "held" }) };
  fakeApi({
    ...withdrawalApi(server),
    [QUOTE]: () => json(paused ? aQuote({ allowed: false, refusal }) : aQuote()),
    [`POST ${WITHDRAWALS}`]: () => {
      paused = true;
      return json(server.now, 202);
    },
  });
  const app = renderApp(sheet);
  await requestIt(app);
  await app.findByText("Waiting to be sent");
  await app.findByText("Withdrawals are paused for a while");
});
