import { expect, test } from "vitest";
import { Holds } from "@/components/payments/wallet/Holds";
import { OnTheWay } from "@/components/payments/wallet/OnTheWay";
import { WalletBalance } from "@/components/payments/wallet/WalletBalance";
import { aDeposit, aWallet, aWithdrawal, someHolds } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";
import type { Wallet } from "@/types/transaction";

const wallet = (changes: Partial<Wallet> = {}) => ({
  "GET /api/v1/payments/wallet": () =>
    json(aWallet("100.00", { in_play: "50.00", withdrawing: "500.00", total: "650.00", ...changes })),
});

test("the wallet shows separately what is available, in play and on its way out", async () => {
  fakeApi(wallet());
  const { findByText, queryByText } = renderApp(<WalletBalance />);
  await findByText("KES 100");
  await findByText("KES 50");
  await findByText("KES 500");
  expect(queryByText("You owe")).toBeNull();
});

test("what is held cannot be played, and is not called available", async () => {
  fakeApi(wallet({ available: "580.00", playable: "400.00", held: "180.00", total: "1130.00" }));
  const { findByText, findByTestId } = renderApp(<WalletBalance />);
  expect(await findByTestId("available")).toHaveTextContent("KES 400");
  await findByText("Held for now");
  await findByText("KES 180");
});

test("each hold says how much, why and until when, and leads to its match", async () => {
  fakeApi({});
  const { findByText, getByRole } = renderApp(<Holds holds={someHolds} />);
  await findByText(/KES 18,000 held until 3 Nov, 18:40/);
  await findByText(/The ruling about match 12 can still be appealed against\. You can neither withdraw nor stake it/);
  await findByText(/KES 90 held until we have decided/);
  await findByText(/Withdrawals wait until 3 Nov, 18:40/);
  expect(getByRole("link", { name: "See match 12" })).toHaveAttribute("href", "/matches/12");
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
