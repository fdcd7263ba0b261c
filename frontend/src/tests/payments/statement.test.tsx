import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TransactionHistory } from "@/components/payments/statement/TransactionHistory";
import { startSession } from "@/lib/api/auth";
import { aMovement } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";

const STATEMENT = "/api/v1/payments/transactions";
const history = <TransactionHistory onDeposit={() => undefined} onWithdrawal={() => undefined} />;
const page = (...items: ReturnType<typeof aMovement>[]) => json({ items, next_cursor: null });

beforeEach(() => {
  // jsdom has neither; the browser tests save a real file.
  URL.createObjectURL = vi.fn(() => "blob:x");
  URL.revokeObjectURL = vi.fn();
});
afterEach(() => vi.restoreAllMocks());

test("each movement shows its description and the balance after it", async () => {
  fakeApi({ [`GET ${STATEMENT}`]: () => page(aMovement()) });
  const { findByRole } = renderApp(history);
  const row = await findByRole("button", { name: /Match won/ });
  expect(row).toHaveTextContent("+KES 180");
  expect(row).toHaveTextContent("you won match 12");
  expect(row).toHaveTextContent("Balance KES 580");
});

test("filters and language are sent to the API, and the language is remembered", async () => {
  const api = fakeApi({ [`GET ${STATEMENT}`]: () => page(aMovement()) });
  const { player, findByRole, getByLabelText, unmount } = renderApp(history);
  await player.click(await findByRole("radio", { name: "Withdrawals" }));
  await player.selectOptions(getByLabelText("Period"), "days");
  await player.type(getByLabelText("From"), "2026-11-01");
  await player.click(await findByRole("radio", { name: "Kiswahili" }));
  await findByRole("button", { name: /Umeshinda mechi/ });
  expect(Object.fromEntries(api.requestsTo("GET", STATEMENT).at(-1)?.query ?? [])).toMatchObject({
    kind: "withdrawal",
    from: "2026-11-01",
    lang: "sw",
  });
  unmount();
  renderApp(history);
  expect(await findByRole("radio", { name: "Kiswahili" })).toBeChecked();
});

test("a filter that finds nothing leads back to everything", async () => {
  fakeApi({ [`GET ${STATEMENT}`]: ({ query }) => (query.get("kind") ? page() : page(aMovement())) });
  const { player, findByRole, findByText } = renderApp(history);
  await player.click(await findByRole("radio", { name: "Prizes" }));
  await findByText("No transactions found");
  await player.click(await findByRole("button", { name: "Show everything" }));
  await findByRole("button", { name: /Match won/ });
});

test("a tap on a movement shows its legs, its receipt and its match", async () => {
  const movement = aMovement({ mpesa_reference: "SKM7XQ4H2P" });
  const leg = (source: string, target: string, amount: string) => ({
    amount,
    source: { kind: "match_escrow", name: source },
    target: { kind: "user_wallet", name: target },
    created_at: movement.created_at,
  });
  fakeApi({
    [`GET ${STATEMENT}`]: () => page(movement),
    [`GET ${STATEMENT}/31`]: () =>
      json({
        ...movement,
        legs: [leg("the pot of match 12", "your wallet", "180.00"), leg("the pot of match 12", "our fee", "20.00")],
      }),
  });
  const { player, findByRole, findByText } = renderApp(history);
  await player.click(await findByRole("button", { name: /Match won/ }));
  await findByText("our fee");
  await findByText("KES 20");
  await findByText("KES 400"); // the balance before
  await findByText("SKM7XQ4H2P");
  expect(await findByRole("link", { name: "See match 12" })).toHaveAttribute("href", "/matches/12");
});

test("the file is fetched with the player's token and the filters on screen, and saved", async () => {
  startSession("the-token");
  const saved = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  const api = fakeApi({
    [`GET ${STATEMENT}`]: ({ query }) =>
      query.get("format") === "csv"
        ? new Response("date,amount\n", {
            headers: { "Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="mine.csv"' },
          })
        : page(aMovement()),
  });
  const { player, findByRole, findByText } = renderApp(history);
  await player.click(await findByRole("radio", { name: "Deposits" }));
  await player.click(await findByRole("button", { name: "Download" }));
  await player.click(await findByRole("radio", { name: /CSV/ }));
  await player.click(await findByRole("button", { name: "Download CSV" }));
  await findByText("Your statement is saved");
  await findByText(/mine\.csv, 12 bytes/);
  expect(saved).toHaveBeenCalledOnce();
  const request = api.requestsTo("GET", STATEMENT).find(({ query }) => query.get("format") === "csv");
  expect(request?.headers.get("Authorization")).toBe("Bearer the-token");
  expect(request?.query.get("kind")).toBe("deposit");
});
