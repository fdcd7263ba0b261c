import { useState } from "react";
import { expect, test, vi } from "vitest";
import { MatchHistory } from "@/components/matches/history/MatchHistory";
import { aMatch } from "@/tests/support/fixtures";
import { renderApp } from "@/tests/support/renderApp";
import { fakeApi, json } from "@/tests/support/fakeApi";
import type { Match } from "@/types/match";

/** The address of the page, which holds the filter. */
vi.mock("next/router", () => ({
  useRouter: () => {
    const [query, setQuery] = useState<Record<string, string>>({});
    return { query, replace: (to: { query: Record<string, string> }) => setQuery(to.query) };
  },
}));

const MANY = "GET /api/v1/matches";
const page =
  (items: Match[], next_cursor: string | null = null) =>
  () =>
    json({ items, next_cursor });
const ended = (id: number, rival: string, result: "player1" | "player2" | "draw", change: number) =>
  aMatch({
    id,
    status: "completed",
    verification_state: "settled",
    result,
    my_net: { player1: "80.00", player2: "-100.00", draw: "0.00" }[result],
    player2: { id: 2, username: rival, cod_username: null, is_simulated: false, ready: true, reported: true },
    rating_change: { before: 1000, after: 1000 + change, change, deviation: 90, provisional: false },
  });

test("each match shows what it did to the money and to the rating", async () => {
  fakeApi({ [MANY]: page([ended(1, "brian", "player1", 14), ended(2, "otieno", "player2", -9)]) });
  const { findByRole } = renderApp(<MatchHistory />);
  expect(await findByRole("link", { name: /brian.*rating \+14.*Won.*\+KES\u00a080/ })).toBeVisible();
  expect(await findByRole("link", { name: /otieno.*rating −9.*Lost.*−KES\u00a0100/ })).toBeVisible();
});

test("matches are filtered by how they ended", async () => {
  fakeApi({ [MANY]: page([ended(1, "brian", "player1", 14), ended(2, "otieno", "player2", -9)], "2") });
  const { player, findByText, getByRole, queryByText, getByText } = renderApp(<MatchHistory />);
  await findByText("brian");
  await player.click(getByRole("radio", { name: "Lost" }));
  expect(queryByText("brian")).toBeNull();
  expect(getByText("otieno")).toBeVisible();
  await player.click(getByRole("radio", { name: "Drawn or refunded" }));
  expect(getByText(/None in your latest 2 matches\. Older ones are below/)).toBeVisible();
  expect(getByRole("button", { name: "Show older" })).toBeEnabled();
});
