/** What a page shows in a test that answers for the API: a player, their rival, money and matches. */
import {
  aDeposit,
  aMatch,
  aMovement,
  amina,
  aWithdrawal,
  searching,
  someHolds,
} from "../../src/tests/support/fixtures";
import { aRecord, somePictures } from "../../src/tests/support/playFixtures";
import type { Evidence, Match, Queue } from "../../src/types/match";
import type { Deposit, StatementEntry, Wallet, Withdrawal } from "../../src/types/transaction";
import type { Me, Stats } from "../../src/types/user";

export type Scene = {
  me: Me;
  wallet: Wallet;
  queue: Queue;
  /** The match that `/matches/{id}` answers, whatever its id, and that stands in every list. */
  match: Match;
  stats: Stats;
  movements: StatementEntry[];
  deposits: Deposit[];
  withdrawals: Withdrawal[];
  evidence: Evidence;
  /** Answers that this scene has besides, by "METHOD /path". */
  more: Record<string, unknown>;
};

const PICTURE = {
  id: 1,
  seat: "player2",
  is_mine: false,
  replay: 0,
  state: "expired",
  content_type: "image/webp",
  width: 1600,
  height: 900,
  size: 190_000,
  sha256: "0".repeat(64),
  original_sha256: "0".repeat(64),
  note: null,
  video_link: null,
  claimed_name: null,
  flags: [],
  reuses_match_id: null,
  created_at: "2026-11-22T16:30:00Z",
} as const;

/** A player named `name` who meets `rival`, in a quiet moment; `changes` sets another scene. */
export function aScene(name: string, rival: string, changes: Partial<Scene> = {}): Scene {
  const me = { ...amina, username: name, shown_as: name, cod_username: `${name}#4821`, email: `${name}@example.com` };
  const match = aMatch({
    status: "completed",
    verification_state: "settled",
    result: "player1",
    winner_id: me.id,
    my_net: "80.00",
    completed_at: "2026-11-22T17:00:00Z",
  });
  return {
    me,
    wallet: {
      available: "248350.50",
      playable: "230350.50",
      held: "18000.00",
      in_play: "20000.00",
      withdrawing: "1234.50",
      owed: "26.00",
      total: "269584.00",
      holds: someHolds,
    },
    queue: { ...searching(), status: "idle", wager_amount: null, queued_at: null },
    match: {
      ...match,
      player1: { ...match.player1, username: name, cod_username: `${name}#4821` },
      player2: { ...match.player2, username: rival, cod_username: `${rival}#1` },
      ...changes.match,
    },
    stats: aRecord({ total_wagered: "248350.50", total_winnings: "268350.50", net_winnings: "20000.00" }),
    movements: [
      aMovement({
        amount: "36000.00",
        balance_after: "248350.50",
        description: `KES 36,000.00: you won against ${rival}.`,
      }),
      aMovement({ id: 32, type: "wager_hold", kind: "stake", amount: "-20000.00", status: "pending" }),
    ],
    deposits: [aDeposit()],
    withdrawals: [aWithdrawal({ amount: "20000.00" })],
    evidence: somePictures({ items: [{ ...PICTURE, flags: [] }], opponent_shown: true }),
    more: {},
    ...Object.fromEntries(Object.entries(changes).filter(([key]) => key !== "match")),
  };
}
