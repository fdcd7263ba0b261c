import { expect, test } from "vitest";
import { WhoYouAre } from "@/components/protection/WhoYouAre";
import { fakeApi, json, problem } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import type { PlayerIdentity } from "@/types/protection";

const IDENTITY = "/api/v1/users/me/identity";
const aPerson = (changed: Partial<PlayerIdentity> = {}): PlayerIdentity => ({
  name: null,
  step: 0,
  mpesa: null,
  check: null,
  deposits: { needs: "name", most: "50000.00", left: "49000.00" },
  payouts: { needs: "name", most: "20000.00", left: "20000.00" },
  ...changed,
});

test("a player says how they are called, and reads what M-Pesa says", async () => {
  const api = fakeApi({
    [`GET ${IDENTITY}`]: () => json(aPerson()),
    [`PUT ${IDENTITY}/name`]: () => json(aPerson({ name: "Amina Wanjiru", step: 1, mpesa: "same" })),
  });
  const { player, findByLabelText, findByText, getByRole, getByText } = renderApp(<WhoYouAre />);
  await player.type(await findByLabelText(/First and last name/), "Amina Wanjiru");
  expect(getByText(/You can deposit KES 49,000 more/)).toBeVisible();
  await player.click(getByRole("button", { name: "Save name" }));
  await findByText("M-Pesa gives the same name for your number.");
  expect(JSON.parse(api.requestsTo("PUT", `${IDENTITY}/name`)[0]?.body ?? "")).toEqual({ name: "Amina Wanjiru" });
});

test("a document is sent with consent only, and the pictures are taken at the partner", async () => {
  const check = {
    kind: "national_id",
    state: "open",
    link: "https://partner.example/capture/1",
    reason: null,
    created_at: "2026-12-01T10:00:00Z",
  } as const;
  const api = fakeApi({
    [`GET ${IDENTITY}`]: () => json(aPerson({ name: "Amina Wanjiru" })),
    [`POST ${IDENTITY}/checks`]: () => json(aPerson({ name: "Amina Wanjiru", check }), 201),
  });
  const { player, findByLabelText, findByRole, getByRole } = renderApp(<WhoYouAre />);
  await player.type(await findByLabelText("Its number"), "31247760");
  expect(getByRole("button", { name: "Check my document" })).toBeDisabled();
  await player.click(getByRole("checkbox"));
  await player.click(getByRole("button", { name: "Check my document" }));
  expect(await findByRole("link", { name: "Take the pictures" })).toHaveAttribute("href", check.link);
  const [sent] = api.requestsTo("POST", `${IDENTITY}/checks`);
  expect(JSON.parse(sent?.body ?? "")).toEqual({ kind: "national_id", number: "31247760", consent: true });
});

test("a refused name says why", async () => {
  fakeApi({
    [`GET ${IDENTITY}`]: () => json(aPerson({ name: "Amina Wanjiru" })),
    [`PUT ${IDENTITY}/name`]: () => problem(409, "name_fixed"),
  });
  const { player, findByRole, findByText } = renderApp(<WhoYouAre />);
  await player.click(await findByRole("button", { name: "Save name" }));
  await findByText(/Your name belongs to a document/);
});
