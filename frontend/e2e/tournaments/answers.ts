/** What the made-up API answers about tournaments: one that is played, by the players of the scene. */
import {
  aBracket,
  aPart,
  aParticipant,
  aStandingLine,
  aTournament,
  someFigures,
} from "../../src/tests/support/tournamentFixtures";

type Scene = { me: { username: string }; match: { player2: { username: string } } };

const rivalOf = ({ match }: Scene) => match.player2.username;

const nextMatch = (scene: Scene) => ({
  key: "W2.1",
  match_id: null,
  opponent: rivalOf(scene),
  check_in_until: null,
  expected: { from_minutes: 10, to_minutes: 20 },
  waits_on_dispute: false,
});

/** By "METHOD /path below /api/v1", with `*` for one part of the path. */
export const TOURNAMENT_ANSWERS: Record<string, (scene: Scene) => unknown> = {
  "GET /tournaments": (scene) => ({ items: [aTournament({ name: rivalOf(scene) })], next_cursor: null }),
  "GET /tournaments/mine": (scene) => ({
    items: [
      {
        tournament: aTournament({ name: rivalOf(scene), status: "running" }),
        me: aPart({ status: "playing", seed: 1, next_match: nextMatch(scene) }),
      },
    ],
  }),
  "GET /tournaments/*": (scene) =>
    aTournament({ name: rivalOf(scene), description: scene.me.username, status: "running" }),
  "GET /tournaments/*/me": (scene) => aPart({ status: "playing", seed: 1, next_match: nextMatch(scene) }),
  "GET /tournaments/*/participants": (scene) => ({
    items: [aParticipant(scene.me.username, { seed: 1 }), aParticipant(`${rivalOf(scene)}2`, { is_simulated: true })],
  }),
  "GET /tournaments/*/rounds": (scene) =>
    aBracket([scene.me.username, ...Array.from({ length: 5 }, (_, at) => `${rivalOf(scene)}${at}`)], 1),
  "GET /tournaments/*/standings": (scene) => ({
    version: 1,
    is_final: false,
    items: [aStandingLine(scene.me.username, 1), aStandingLine(rivalOf(scene), 2)],
  }),
  "GET /tournaments/*/stats": someFigures,
};
