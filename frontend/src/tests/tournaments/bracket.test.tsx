import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { BracketTree } from "@/components/tournaments/bracket/BracketTree";
import { TournamentBracket } from "@/components/tournaments/TournamentBracket";
import { currentRound, currentSection, inWords, matchSentence, playersOf } from "@/lib/tournaments/bracket";
import { layOut } from "@/lib/tournaments/tree";
import { aBracket, aRoundMatch } from "@/tests/support/tournamentFixtures";
import type { Rounds } from "@/types/tournament";

// jsdom lays nothing out.
Element.prototype.scrollIntoView ??= () => undefined;

const HOSTILE = "<img src=x>";
const LONG = "W".repeat(20);

const showTree = (rounds: Rounds, seed: number | null = null) =>
  render(
    <BracketTree
      sections={inWords(rounds)}
      players={playersOf(rounds.players)}
      seed={seed}
      embedded={false}
      jumps={0}
    />,
  );

test("a name is text in both views, and a list shows even a long one whole", () => {
  const rounds = aBracket([HOSTILE, LONG, "amina", "brian"]);
  const { container, unmount } = render(<TournamentBracket rounds={rounds} seed={null} />);
  const list = screen.getByRole("list", { name: "Main bracket, Semi-final" });
  expect(within(list).getByText(HOSTILE)).toBeVisible();
  expect(within(list).getByText(LONG)).toBeVisible();
  expect(container.querySelector("img")).toBeNull();
  unmount();
  const tree = showTree(rounds);
  expect(tree.getByRole("img", { name: new RegExp(`${HOSTILE} against brian`) })).toBeInTheDocument();
  expect(tree.getByText(/^W+…$/)).toBeInTheDocument(); // the box has its width; the sentence has the name
  expect(tree.getByRole("img", { name: new RegExp(`^${LONG} against`) })).toBeInTheDocument();
  expect(tree.container.querySelector("img")).toBeNull();
});

test("a bye reads unlike an opponent who is not known yet", async () => {
  const player = userEvent.setup();
  const rounds = aBracket(["amina", "brian", "otis", "zawadi", "njeri", "kamau"]);
  render(<TournamentBracket rounds={rounds} seed={null} />);
  expect(screen.getByText("amina has no opponent here and goes on.")).toBeInTheDocument();
  expect(screen.getAllByText("Bye")).toHaveLength(2);
  await player.click(screen.getByRole("radio", { name: "Semi-final" }));
  expect(screen.getByText(/^amina against .*zawadi or njeri/)).toHaveTextContent("Not yet.");
  expect(screen.queryByText("Bye")).toBeNull();
  await player.click(screen.getByRole("radio", { name: "Final" }));
  expect(screen.getByText(/^the winner of semi-final 1 against the winner of semi-final 2/)).toBeInTheDocument();
});

test("each way in which a match stands has words and a mark of its own", () => {
  const players = playersOf(aBracket(["amina", "brian"]).players);
  const said = (changes: Parameters<typeof aRoundMatch>[0]) => matchSentence(aRoundMatch(changes), players);
  expect(said({})).toBe("amina against brian. Playing now.");
  expect(said({ pace: "overdue" })).toBe("amina against brian. Overdue.");
  expect(said({ is_disputed: true })).toBe("amina against brian. In dispute: a referee decides.");
  expect(said({ match_id: null })).toBe("amina against brian. Not yet.");
  const decided = { state: "decided", winner: "away", ending: "played", score: [3, 6] } as const;
  expect(said({ ...decided, score: [...decided.score] })).toBe("amina against brian. brian won 6 to 3.");
  expect(said({ ...decided, ending: "forfeit", score: null })).toMatch(/brian goes on: the other did not play\.$/);
  expect(said({ state: "decided", ending: "double_forfeit" })).toMatch(/Neither played\.$/);
});

test("the keyboard goes through the tree round by round, and the player's own match is a link", async () => {
  const player = userEvent.setup();
  const names = ["amina", "brian", "otis", "zawadi", "njeri", "kamau", "baraka", "akinyi"];
  const { getByRole, container } = showTree(aBracket(names, 1), 1);
  getByRole("region", { name: /whole tree/ }).focus();
  const order: string[] = [];
  for (let at = 0; at < 7; at += 1) {
    await player.tab();
    order.push(document.activeElement?.querySelector("title")?.textContent ?? "");
  }
  const keys = aBracket(names, 1).sections[0]?.rounds.flatMap(({ matches }) => matches) ?? [];
  expect(order[0]).toMatch(/^amina against akinyi\. amina won 6 to 3\.$/);
  expect(order[4]).toMatch(/^amina against zawadi\. Playing now\.$/);
  expect(order[6]).toMatch(/or .* against .* or /);
  expect(keys).toHaveLength(7);
  expect([...container.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
    "/matches/101",
    "/matches/201",
  ]);
  expect(getByRole("list", { name: "Main bracket, Quarter-final" })).toBeInTheDocument();
});

test("of a large tree only what is near is drawn, and the keyboard still reaches every match in order", async () => {
  const player = userEvent.setup();
  const rounds = aBracket(Array.from({ length: 64 }, (_, at) => `player_${at + 1}`));
  const { getByRole, getAllByRole } = showTree(rounds);
  expect(getAllByRole("listitem").length).toBeLessThan(50);
  const drawnKey = () => document.activeElement?.closest("[data-key]")?.getAttribute("data-key");
  const inOrder = rounds.sections.flatMap((section) => section.rounds).flatMap(({ matches }) => matches);
  getByRole("region", { name: /whole tree/ }).focus();
  // Through the whole first round, into the second, and back.
  const there = inOrder.slice(0, 36).map(({ key }) => key);
  for (const key of there) {
    await player.tab();
    expect(drawnKey()).toBe(key);
  }
  for (const key of there.slice(24, -1).reverse()) {
    await player.tab({ shift: true });
    expect(drawnKey()).toBe(key);
  }
  const match = document.activeElement?.closest("[data-key]");
  expect(match).toHaveAttribute("aria-posinset", "25");
  expect(match).toHaveAttribute("aria-setsize", "32");
});

test("whoever reads large text reads it in the tree, too", () => {
  document.documentElement.style.fontSize = "24px";
  const { container } = showTree(aBracket(["amina", "brian", "otis", "zawadi"]));
  document.documentElement.style.fontSize = "";
  const drawing = container.querySelector("svg");
  const [, , width] = drawing?.getAttribute("viewBox")?.split(" ").map(Number) ?? [];
  expect(Number(drawing?.getAttribute("width"))).toBe(1.5 * (width ?? 0));
});

test("the list opens where the player plays, and follows the rounds that are played", async () => {
  const player = userEvent.setup();
  const names = ["amina", "brian", "otis", "zawadi"];
  const { rerender } = render(<TournamentBracket rounds={aBracket(names)} seed={2} />);
  expect(screen.getByRole("radio", { name: "Semi-final" })).toBeChecked();
  expect(screen.getByRole("link", { name: /brian against otis/ })).toHaveAttribute("href", "/matches/102");
  rerender(<TournamentBracket rounds={aBracket(names, 1)} seed={2} />);
  expect(screen.getByRole("radio", { name: "Final" })).toBeChecked();
  await player.click(screen.getByRole("radio", { name: "Semi-final" }));
  // One's own match stays on top of another round.
  expect(within(screen.getByRole("list", { name: "Your match" })).getByText(/amina against brian/)).toBeInTheDocument();
  await player.click(screen.getByRole("button", { name: "Jump to my match" }));
  expect(screen.getByRole("radio", { name: "Final" })).toBeChecked();
  expect(screen.getByRole("link", { name: /amina against brian/ })).toHaveFocus();
});

test("a double knockout stands in two trees with the finals behind both", () => {
  const one = aBracket(["a", "b", "c", "d"]);
  const rounds = one.sections[0]?.rounds ?? [];
  const [semis, final] = rounds;
  if (!semis || !final) throw new Error("a bracket of four has two rounds");
  const lower = [1, 2].map((number) => ({ ...final, number, matches: [aRoundMatch({ key: `L${number}.1` })] }));
  const last = [1, 2].map((number) => ({ ...final, number, matches: [aRoundMatch({ key: `F${number}.1` })] }));
  const { columns, height } = layOut([
    { name: "upper", label: "Upper bracket", rounds },
    { name: "lower", label: "Lower bracket", rounds: lower },
    { name: "final", label: "Final", rounds: last },
  ]);
  const boxes = columns.flatMap(({ places }) => places);
  expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(boxes.length);
  const at = (key: string) => boxes.find(({ match }) => match.key === key) ?? { x: 0, y: 0 };
  expect(at("L1.1").y).toBeGreaterThan(at("W1.2").y);
  expect(at("F1.1").x).toBeGreaterThan(Math.max(at("W2.1").x, at("L2.1").x));
  expect(at("F2.1").x).toBeGreaterThan(at("F1.1").x);
  expect(Math.max(...boxes.map(({ y }) => y))).toBeLessThan(height);
});

test("a round is current while something in it is to be played", () => {
  const [section] = aBracket(["a", "b", "c", "d", "e", "f", "g", "h"], 1).sections;
  expect(section && currentRound(section)).toBe(1);
});

test("once all is played the final is shown first, not the match for third place", () => {
  const [upper] = aBracket(["a", "b", "c", "d"], 2).sections;
  if (!upper) throw new Error("a bracket has a section");
  const last = upper.rounds.slice(-1);
  const bronze = { name: "bronze" as const, label: "Third place", rounds: last };
  expect(currentSection([upper, bronze])).toBe(0);
  expect(currentSection([upper, { ...bronze, name: "final", label: "Final" }, bronze])).toBe(1);
});
