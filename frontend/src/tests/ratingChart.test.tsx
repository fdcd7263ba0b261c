import { expect, test } from "vitest";
import { RatingChart } from "@/components/profile/RatingChart";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";
import type { RatingHistoryEntry } from "@/types/user";

const HISTORY = "GET /api/v1/users/me/rating-history";

const aChange = (id: number, before: number, after: number, changes: Partial<RatingHistoryEntry> = {}) => ({
  id,
  match_id: 10 + id,
  opponent: "brian",
  outcome: after > before ? "won" : "lost",
  before,
  after,
  change: after - before,
  deviation: 90,
  provisional: false,
  played_at: "2026-11-22T16:00:00Z",
  reversed_at: null,
  ...changes,
});

test("the rating history is drawn, said in a sentence, and listed change by change", async () => {
  const items = [
    aChange(4, 1060, 1042),
    aChange(3, 1060, 900, { reversed_at: "2026-11-22T17:00:00Z" }),
    aChange(2, 980, 1060),
    aChange(1, 1000, 980),
  ];
  fakeApi({ [HISTORY]: () => json({ items, next_cursor: null }) });
  const { findByText, container, player, getByText, getAllByRole } = renderApp(<RatingChart />);
  await findByText("From 1,000 to 1,042 over your last 3 matches; 1,060 at best, 980 at worst.");
  expect(container.querySelectorAll("circle")).toHaveLength(3);
  await player.click(getByText("Every change"));
  expect(getAllByRole("link")[0]).toHaveAttribute("href", "/matches/14");
  expect(getAllByRole("link")[0]).toHaveTextContent(/Lost against brian.*1,042−18/);
});

test("a single match is drawn too", async () => {
  fakeApi({ [HISTORY]: () => json({ items: [aChange(1, 1000, 1162)], next_cursor: null }) });
  const first = renderApp(<RatingChart />);
  await first.findByText("From 1,000 to 1,162 in your first rated match.");
  expect(first.container.querySelector("polyline")?.getAttribute("points")?.split(" ")).toHaveLength(2);
});
