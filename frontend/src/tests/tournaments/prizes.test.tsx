import { expect, test } from "vitest";
import { Terms } from "@/components/tournaments/Terms";
import { MyPart } from "@/components/tournaments/mine/MyPart";
import { startSession } from "@/lib/api/auth";
import { fakeApi, json } from "@/tests/support/fakeApi";
import { renderApp } from "@/tests/support/renderApp";
import { aPart, aTournament } from "@/tests/support/tournamentFixtures";
import type { MyPart as Part } from "@/types/tournament";

const paid = { status: "paid" } as const;

function showPart(part: Part) {
  fakeApi({ "GET /api/v1/tournaments/7/me": () => json(part) });
  localStorage.setItem("ww.signed-in", "1");
  startSession("token");
  return renderApp(<MyPart tournament={aTournament(paid)} />);
}

test("a prize that was taken back says so, and who moved up what is still to come", () => {
  const prizes = [
    { username: "amina", place_first: 1, place_last: 1, amount: "108.00", to_come: "72.00", is_taken_back: false },
    { username: "brian", place_first: null, place_last: null, amount: "0.00", to_come: "0.00", is_taken_back: true },
  ];
  const { container } = renderApp(<Terms tournament={aTournament({ ...paid, prizes })} />);
  expect(container).toHaveTextContent(/Prizes as they stand/);
  expect(container).toHaveTextContent(/amina.*KES\s108, KES\s72 to come/);
  expect(container).toHaveTextContent(/Disqualified: brian.*Prize taken back/);
});

test("who was disqualified reads that, and how to object", async () => {
  const { findByText } = showPart(aPart({ status: "out", is_disqualified: true }));
  expect(await findByText("You are disqualified")).toBeVisible();
  expect(await findByText(/write to us: see Help/)).toBeVisible();
});

test("who moved up reads what came and what is to come", async () => {
  const up = aPart({ status: "out", place_first: 1, place_last: 1, prize: "108.00", prize_to_come: "72.00" });
  const { findByText } = showPart(up);
  expect(await findByText(/KES\s72 more come as they are recovered/)).toBeVisible();
});
