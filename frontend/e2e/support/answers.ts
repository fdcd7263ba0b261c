/** The answers of the API in a scene, by operation. */
import { aQuote } from "../../src/tests/support/fixtures";
import { aBoard, aChallenge, anOffer } from "../../src/tests/support/playFixtures";
import { aFullInbox, aNotification, somePreferences } from "../../src/tests/support/inboxFixtures";
import type { Device } from "../../src/types/auth";
import type { MatchLookup } from "../../src/types/match";
import type { Paybill } from "../../src/types/transaction";
import type { GameAccount, PublicProfile, RatingHistoryEntry } from "../../src/types/user";
import { TOURNAMENT_ANSWERS } from "../tournaments/answers";
import type { Scene } from "./scene";

type Answers = Record<string, (scene: Scene) => unknown>;
const CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36";
const DEVICES: Device[] = [true, false].map((current, id) => ({
  id,
  user_agent: CHROME,
  created_at: "2026-11-01T16:00:00Z",
  last_used_at: "2026-11-22T16:00:00Z",
  payouts_after: null,
  current,
}));

const account = (scene: Scene): GameAccount => ({
  platform: "acti",
  username: scene.me.cod_username ?? scene.me.username,
  visibility: "private",
  uno: null,
  probed_at: "2026-11-22T16:00:00Z",
  proven_at: null,
});
const rivalOf = (scene: Scene) => scene.match.player2.username;
const profile = (scene: Scene): PublicProfile => ({
  username: rivalOf(scene),
  cod_username: scene.match.player2.cod_username,
  is_simulated: false,
  member_since: "2026-10-01T08:00:00Z",
  stats: scene.stats,
  disputes: { won: 1, lost: 0 } as PublicProfile["disputes"],
});
const change = (scene: Scene): RatingHistoryEntry => ({
  id: 1,
  match_id: scene.match.id,
  opponent: rivalOf(scene),
  outcome: "won",
  before: 1000,
  after: 1162,
  change: 162,
  deviation: 90,
  provisional: false,
  played_at: "2026-11-22T17:00:00Z",
  reversed_at: null,
});
const lookup: MatchLookup = { state: "no_names", names: 0, last_look_at: null, until: null, result: null };
const paybill = (scene: Scene): Paybill => ({
  shortcode: "600984",
  account: "U4K7Q9",
  instructions: ["Open M-Pesa.", `Pay as ${scene.me.username}.`],
  minimum: "10.00",
  maximum: "250000.00",
});

/** By "METHOD /path below /api/v1", with `*` for one part of the path. */
export const ANSWERS: Answers = {
  "POST /auth/refresh": () => ({ access_token: "token", token_type: "bearer", expires_in: 600 }),
  "GET /auth/sessions": () => DEVICES,
  "GET /users/me": ({ me }) => me,
  "GET /users/me/stats": ({ stats }) => stats,
  "GET /users/me/standing": () => ({
    strikes: [],
    penalty: null,
    may_play: true,
    suspended_until: null,
    auto_confirm: true,
    words: "",
  }),
  "GET /users/me/rating-history": (scene) => ({
    items: [change(scene), { ...change(scene), id: 2 }],
    next_cursor: null,
  }),
  "GET /users/me/game-accounts": (scene) => ({ items: [account(scene)] }),
  "GET /users/me/consents": ({ me }) => ({
    items: [{ subject: "public_name", current_version: "2026-12-01", version: null, given: false, at: null }],
    shown_as: me.shown_as,
  }),
  "GET /users/me/blocks": () => ({ usernames: [] }),
  "GET /users/*": profile,
  "GET /payments/wallet": ({ wallet }) => wallet,
  "GET /payments/deposits": ({ deposits }) => ({ items: deposits, next_cursor: null }),
  "GET /payments/deposits/*": ({ deposits }) => deposits[0],
  "GET /payments/withdrawals": ({ withdrawals }) => ({ items: withdrawals, next_cursor: null }),
  "GET /payments/withdrawals/*": ({ withdrawals }) => withdrawals[0],
  "GET /payments/transactions": ({ movements }) => ({ items: movements, next_cursor: null }),
  "GET /payments/transactions/*": ({ movements }) => ({ ...movements[0], legs: [] }),
  "GET /payments/paybill": paybill,
  "POST /payments/quote": () => aQuote({ amount: "200.00", net: "190.00", tax: "10.00" }),
  "GET /matchmaking/queue": ({ queue }) => queue,
  "POST /matchmaking/offer": () => anOffer({ basis: "window" }),
  "GET /matches": ({ match }) => ({
    items: [match, { ...match, id: 13, result: "player2", winner_id: 2, my_net: "-100.00" }],
    next_cursor: null,
  }),
  "GET /matches/verification-status": () => ({ automatic_verification: "on" }),
  "GET /matches/challenges": (scene) => ({
    items: [aChallenge({ challenger: rivalOf(scene), opponent: scene.me.username, rating: 1162 })],
  }),
  "GET /matches/challenges/*": (scene) => aChallenge({ challenger: rivalOf(scene), opponent: scene.me.username }),
  "GET /matches/*": ({ match }) => match,
  "GET /matches/*/offer": () => anOffer(),
  "GET /matches/*/evidence": ({ evidence }) => evidence,
  "GET /matches/*/verification": () => lookup,
  "GET /notifications": (scene) => aFullInbox(rivalOf(scene)),
  "POST /users/me/play-time": () => ({
    started_at: "2026-12-01T10:00:00Z",
    last_seen_at: "2026-12-01T10:05:00Z",
    net: "0.00",
    minutes: 15,
  }),
  "GET /users/me/identity": () => ({
    name: "Amina Wanjiru",
    step: 0,
    mpesa: "differs",
    check: null,
    deposits: { needs: "name", most: "50000.00", left: "49000.00" },
    payouts: { needs: "name", most: "20000.00", left: "20000.00" },
  }),
  "GET /notifications/preferences": () => ({ items: somePreferences() }),
  "POST /notifications/*/read": () => aNotification({ is_read: true }),
  "POST /notifications/read-all": () => ({ unread_count: 0 }),
  ...TOURNAMENT_ANSWERS,
  "GET /leaderboard": (scene) => {
    const board = aBoard();
    const named = (username: string) => ({ position: 1, rank: 1, username, value: "248350.00", is_simulated: false });
    return {
      ...board,
      items: [named(rivalOf(scene)), { ...named(scene.me.username), position: 1162, rank: 1162 }],
      me: {
        rank: 1162,
        value: "248350.00",
        why_not: null,
        neighbours: [
          { ...named(rivalOf(scene)), is_me: false },
          { ...named(scene.me.username), position: 2, is_me: true },
        ],
      },
    };
  },
};
