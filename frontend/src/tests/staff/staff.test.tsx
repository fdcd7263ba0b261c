import { expect, test, vi } from "vitest";
import { Board } from "@/components/staff/board/Board";
import { DisputeDesk } from "@/components/staff/disputes/DisputeDesk";
import { PaymentDesk } from "@/components/staff/payments/PaymentDesk";
import { UserDesk } from "@/components/staff/users/UserDesk";
import { asQuery } from "@/hooks/staff/useUsers";
import { meQueryOptions } from "@/hooks/profile/useProfile";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { amina } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { aBoard, aDispute, aUserPage, aWaitingPayment } from "@/tests/support/staffFixtures";
import type { ReactNode } from "react";
import type { Role } from "@/types/staff";

const ADMIN = "/api/v1/admin";

function renderAs(role: Role, page: ReactNode) {
  const app = renderApp(page);
  app.queries.setQueryData(meQueryOptions.queryKey, { ...amina, id: 90, username: "wambui", role });
  return app;
}

test("the board shows what waits for this person before everything else", async () => {
  const approvals = [{ kind: "payments" as const, count: 2, first_due_at: "2999-01-01T08:00:00Z" }];
  fakeApi({
    [`GET ${ADMIN}/board`]: () => json(aBoard({ approvals })),
    [`GET ${ADMIN}/alarms`]: () => json({ items: [] }),
  });
  const { findByText, getByRole } = renderAs("finance", <Board />);
  await findByText("To decide: 2 rulings on payments");
  expect(getByRole("region", { name: "Look for a match" })).toHaveTextContent("3");
});

test("money that is missing to pay every player is the tile's figure", async () => {
  const funds = { ...aBoard().funds, books_say: "1500.00", short: "900.00" };
  fakeApi({
    [`GET ${ADMIN}/board`]: () => json(aBoard({ funds })),
    [`GET ${ADMIN}/alarms`]: () => json({ items: [] }),
  });
  const { findByRole } = renderAs("finance", <Board />);
  expect(await findByRole("region", { name: "Missing to pay every player" })).toHaveTextContent("KES 900");
});

test("a referee rules with a reason and a fresh code", async () => {
  const decide = `${ADMIN}/matches/12/decide`;
  const api = fakeApi({
    [`GET ${ADMIN}/matches/12/dispute`]: () => json(aDispute()),
    [`POST ${decide}`]: () => json(aDispute().match),
  });
  const { player, findByLabelText, getByLabelText, getByRole, findByText } = renderAs(
    "referee",
    <DisputeDesk matchId={12} />,
  );
  await player.selectOptions(await findByLabelText("Result"), "player1");
  await player.type(getByLabelText("Reason"), "The end screen shows it.");
  const button = getByRole("button", { name: "Rule, and pay the pot" });
  expect(button).toBeDisabled();
  await player.type(getByLabelText("Code of your authenticator"), "936 023");
  await player.click(button);
  await findByText("It is decided, and both can read it.");
  const [sent] = api.requestsTo("POST", decide);
  expect(sent?.headers.get("x-factor-code")).toBe("936023");
  expect(JSON.parse(sent?.body ?? "")).toEqual({
    result: "player1",
    strike: "none",
    reason: "The end screen shows it.",
  });
});

test("nobody confirms their own ruling, and another may", async () => {
  const ruling = {
    result: "player1" as const,
    reason: "The end screen shows it.",
    strike: "none" as const,
    of_appeal: false,
    proposed_by: 90,
    proposed_at: "2026-12-01T08:00:00Z",
    decision: null,
    decided_by: null,
    due_at: "2999-01-01T08:00:00Z",
  };
  fakeApi({ [`GET ${ADMIN}/matches/12/dispute`]: () => json(aDispute({ rulings: [ruling] })) });
  const mine = renderAs("referee", <DisputeDesk matchId={12} />);
  await mine.findByText("Another referee has to agree");
  mine.unmount();
  fakeApi({ [`GET ${ADMIN}/matches/12/dispute`]: () => json(aDispute({ rulings: [{ ...ruling, proposed_by: 91 }] })) });
  const theirs = renderAs("referee", <DisputeDesk matchId={12} />);
  await theirs.findByRole("button", { name: "Approve it" });
});

const history = (payment = aWaitingPayment()) => ({
  payment,
  row: {},
  steps: [],
  questions: [],
  ledger: [],
  callbacks: [],
  refunds: [],
  rulings: [],
});

test("a ruling on a payment names its receipt, and a refusal says why", async () => {
  const rulings = `${ADMIN}/rulings`;
  const api = fakeApi({
    [`GET ${ADMIN}/payments/withdrawal/7`]: () => json(history()),
    [`POST ${rulings}`]: () => problem(409, "ruling_moved_on"),
  });
  const { player, findByLabelText, getByLabelText, getByRole, findByRole } = renderAs(
    "finance",
    <PaymentDesk payment={{ kind: "withdrawal", id: 7 }} ruling={undefined} />,
  );
  await player.selectOptions(await findByLabelText("What is to be done"), "pay");
  await player.type(getByLabelText("M-Pesa's receipt, as the portal shows it"), "SG632NMUAB");
  await player.type(getByLabelText("Why"), "The portal shows it.");
  await player.type(getByLabelText("Code of your authenticator"), "936023");
  await player.click(getByRole("button", { name: "Propose it" }));
  await findByRole("alert");
  const [sent] = api.requestsTo("POST", rulings);
  expect(JSON.parse(sent?.body ?? "")).toMatchObject({ action: "pay", receipt: "SG632NMUAB", subject_id: 7 });
});

test("support reads a payment and proposes nothing", async () => {
  fakeApi({ [`GET ${ADMIN}/payments/withdrawal/7`]: () => json(history()) });
  const { findByText, queryByRole } = renderAs(
    "support",
    <PaymentDesk payment={{ kind: "withdrawal", id: 7 }} ruling={undefined} />,
  );
  await findByText("It is not known whether M-Pesa paid. Compare with its statement.");
  expect(queryByRole("button", { name: "Propose it" })).toBeNull();
});

test("only an admin is offered a ban", async () => {
  fakeApi({ [`GET ${ADMIN}/users/1`]: () => json(aUserPage()) });
  const referee = renderAs("referee", <UserDesk userId={1} onPick={vi.fn()} />);
  await referee.findByRole("option", { name: "Suspend it" });
  expect(referee.queryByRole("option", { name: "Ban it" })).toBeNull();
  referee.unmount();
  const admin = renderAs("admin", <UserDesk userId={1} onPick={vi.fn()} />);
  await admin.findByRole("option", { name: "Ban it" });
});

test("what is typed is looked for as a number, an id or a name", () => {
  expect(asQuery("0711 000 001")).toEqual({ phone: "0711000001", prefix: true });
  expect(asQuery("+254711000001")).toEqual({ phone: "254711000001", prefix: true });
  expect(asQuery("42")).toEqual({ user_id: 42 });
  expect(asQuery("ami")).toEqual({ username: "ami", prefix: true });
});
