/** Players, matches and payments for tests. */
import type { Match, Queue } from "@/types/match";
import type { Deposit, Hold, Quote, StatementEntry, Wallet, Withdrawal } from "@/types/transaction";
import type { Me } from "@/types/user";

export const amina: Me = {
  id: 1,
  username: "amina",
  email: "amina@demo.wagewars.example",
  phone: "254711000001",
  is_verified: true,
  role: "player",
  cod_username: "Amina#4821",
  wallet_balance: "500.00",
  current_rank: 1000,
  created_at: "2026-10-01T08:00:00Z",
  language: "en",
  shown_as: "amina",
  terms_due: false,
};

const rules: Match["rules"] = {
  schema: 2,
  title: "mw",
  mode: "gunfight",
  platform: "acti",
  map: "King",
  maps: ["King", "Pine", "Stack", "Speedball"],
  goal: { to_win: 6, unit: "rounds", minutes: null },
  weapons: "given",
  first_host: "player1",
  draw: "5eed".repeat(8),
  best_of: 1,
  format: "private_1v1",
  fee_rate: "0.1000",
  clocks: {
    ready: 180,
    play: 3600,
    late_report: 3600,
    answer: 1800,
    unreached: 7200,
    contest: 300,
    evidence: 1800,
    ruling: 86400,
  },
  silence_confirms_up_to: "500.00",
  replays: 3,
  house: { draw: "A draw gives both stakes back." },
};

export function aMatch(changes: Partial<Match> = {}): Match {
  return {
    id: 12,
    status: "active",
    verification_state: "in_play",
    wager_amount: "100.00",
    pot: "200.00",
    fee: "20.00",
    prize: "180.00",
    title: "mw",
    mode: "gunfight",
    platform: "acti",
    lobby_code: "WW7K",
    lobby: {
      game: 1,
      host: "player1",
      map: "King",
      goal: { to_win: 6, unit: "rounds", minutes: null },
      weapons: "given",
    },
    player1: { id: 1, username: "amina", cod_username: null, is_simulated: false, ready: true, reported: false },
    player2: { id: 2, username: "brian", cod_username: "BrianKE", is_simulated: false, ready: true, reported: false },
    my_seat: "player1",
    my_outcome: null,
    winner_id: null,
    result: null,
    reason: null,
    ruling: null,
    proposed_result: null,
    contest_until: null,
    replays: 0,
    origin: "queue",
    tournament_id: null,
    tournament_match_key: null,
    format: "private_1v1",
    map: "King",
    best_of: 1,
    rules,
    rules_sha256: "0".repeat(64),
    rating_change: null,
    my_net: null,
    back_in_queue: false,
    answer_by_sms: null,
    game: null,
    answer: null,
    dispute: null,
    due_at: "2026-11-22T18:00:00Z",
    created_at: "2026-11-22T16:00:00Z",
    started_at: "2026-11-22T16:01:00Z",
    completed_at: null,
    ...changes,
  };
}

/** One hold of each shape: until a time, until a decision, and of withdrawals only. */
export const someHolds: Hold[] = [
  {
    amount: "18000.00",
    reason: "ruled",
    why: "The ruling about match 12 can still be appealed against.",
    until: "2026-11-03T15:40:00Z",
    match_id: 12,
  },
  { amount: "90.00", reason: "looked_at_again", why: "Match 13 is looked at again.", until: null, match_id: 13 },
  {
    amount: null,
    reason: "cooling_off",
    why: "Your password or number was changed.",
    until: "2026-11-03T15:40:00Z",
    match_id: null,
  },
];

/** A wallet with `available` KES of which nothing is held. */
export function aWallet(available = "100.00", changes: Partial<Wallet> = {}): Wallet {
  return {
    available,
    playable: available,
    held: "0.00",
    in_play: "0.00",
    withdrawing: "0.00",
    total: available,
    owed: "0.00",
    holds: [],
    ...changes,
  };
}

export function aDeposit(changes: Partial<Deposit> = {}): Deposit {
  return {
    id: 7,
    status: "pending",
    state: "prompted",
    amount: "500.00",
    tax: "0.00",
    phone: "254711000001",
    mpesa_reference: null,
    message: "Enter your M-Pesa PIN on your phone to pay KES 500.",
    failure: null,
    prompt_expires_at: null,
    created_at: "2026-11-22T16:00:00Z",
    completed_at: null,
    ...changes,
  };
}

export function aWithdrawal(changes: Partial<Withdrawal> = {}): Withdrawal {
  return {
    id: 3,
    status: "pending",
    state: "awaiting_code",
    amount: "500.00",
    fee: "0.00",
    tax: "25.00",
    net: "475.00",
    change: "0.00",
    phone: "254711000001",
    mpesa_reference: null,
    message: "What the API says.",
    failure: null,
    code_expires_at: null,
    created_at: "2026-11-22T16:00:00Z",
    sent_at: null,
    completed_at: null,
    ...changes,
  };
}

export function aQuote(changes: Partial<Quote> = {}): Quote {
  return {
    kind: "withdrawal",
    amount: "500.00",
    fee: "0.00",
    tax: "25.00",
    tax_rate: "0.05",
    tax_profile: "gambling",
    net: "475.00",
    change: "0.00",
    phone: "254711000001",
    minimum: "10.00",
    maximum: "150000.00",
    left_today: "80000.00",
    allowed: true,
    refusal: null,
    ...changes,
  };
}

export function aMovement(changes: Partial<StatementEntry> = {}): StatementEntry {
  return {
    id: 31,
    type: "wager_win",
    kind: "prize",
    amount: "180.00",
    status: "completed",
    reason: null,
    match_id: 12,
    tournament_id: null,
    deposit_id: null,
    withdrawal_id: null,
    phone: null,
    mpesa_reference: null,
    description: "KES 180.00 came into your wallet: you won match 12.",
    balance_after: "580.00",
    created_at: "2026-11-22T16:00:00Z",
    ...changes,
  };
}

export function searching(changes: Partial<Queue> = {}): Queue {
  return {
    status: "searching",
    terms: {
      fee_rate: 0.1,
      minimum_wager: "20.00",
      maximum_wager: "20000.00",
      tiers: ["50.00", "100.00", "200.00", "500.00", "1000.00"],
    },
    unpaired_after_seconds: 60,
    kept_seconds: 600,
    match_id: null,
    wager_amount: "100.00",
    title: "mw",
    mode: "gunfight",
    platform: "acti",
    queued_at: new Date().toISOString(),
    waited_seconds: 0,
    waiting_players: 0,
    expected_wait_seconds: null,
    ...changes,
  };
}
