/** The people, matches and money that tests tell stories about. */
import type { Match, Queue } from "@/types/match";
import type { Deposit } from "@/types/transaction";
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
    player1: { id: 1, username: "amina", cod_username: null, ready: true, reported: false },
    player2: { id: 2, username: "brian", cod_username: "BrianKE", ready: true, reported: false },
    my_seat: "player1",
    my_outcome: null,
    winner_id: null,
    result: null,
    reason: null,
    ruling: null,
    due_at: "2026-11-22T18:00:00Z",
    created_at: "2026-11-22T16:00:00Z",
    started_at: "2026-11-22T16:01:00Z",
    completed_at: null,
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

export function searching(changes: Partial<Queue> = {}): Queue {
  return {
    status: "searching",
    terms: { fee_rate: 0.1, minimum_wager: "20.00", maximum_wager: "20000.00" },
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
