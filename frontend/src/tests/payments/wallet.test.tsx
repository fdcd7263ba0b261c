import { expect, test } from "vitest";
import { OnTheWay } from "@/components/payments/wallet/OnTheWay";
import { WalletBalance } from "@/components/payments/wallet/WalletBalance";
import { aDeposit, aWithdrawal } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";

const wallet = (changes = {}) => ({
  "GET /api/v1/payments/wallet": () =>
    json({
      available: "100.00",
      in_play: "50.00",
      withdrawing: "500.00",
      owed: "0.00",
      total: "650.00",
      ...changes,
    }),
});

test("the wallet shows separately what is available, in play and on its way out", async () => {
  fakeApi(wallet());
  const { findByText, queryByText } = renderApp(<WalletBalance />);
  await findByText("KES 100");
  await findByText("KES 50");
  await findByText("KES 500");
  expect(queryByText("You owe")).toBeNull();
});

test("a debt is named, and explained", async () => {
  fakeApi(wallet({ owed: "250.00" }));
  const { findByText } = renderApp(<WalletBalance />);
  await findByText("You owe");
  await findByText(/M-Pesa took back a deposit that you had played with already/);
});

test("what is on its way leads to where it stands", async () => {
  const opened: string[] = [];
  fakeApi({});
  const { player, getByRole, getAllByRole } = renderApp(
    <OnTheWay
      deposits={[aDeposit()]}
      withdrawals={[aWithdrawal(), aWithdrawal({ id: 4, state: "unknown" })]}
      onDeposit={(id) => opened.push(`deposit ${id}`)}
      onWithdrawal={(id) => opened.push(`withdrawal ${id}`)}
    />,
  );
  await player.click(getByRole("button", { name: "Type the code" }));
  for (const button of getAllByRole("button", { name: "See how it stands" })) await player.click(button);
  expect(opened).toEqual(["withdrawal 3", "deposit 7", "withdrawal 4"]);
});
