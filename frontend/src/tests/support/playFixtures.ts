/** Records, leaderboards, offers, disputes and challenges for tests. */
import type { Challenge, DisputeState, Evidence, Offer } from "@/types/match";
import type { Leaderboard, Stats } from "@/types/user";

export const aRecord = (changes: Partial<Stats> = {}): Stats => ({
  total_matches: 12,
  wins: 7,
  losses: 4,
  draws: 1,
  current_streak: 2,
  best_streak: 4,
  current_rank: 1000,
  deviation: 90,
  provisional: false,
  on_leaderboards: true,
  total_wagered: "1200.00",
  total_winnings: "1260.00",
  net_winnings: "160.00",
  ...changes,
});

export const aBoard = (changes: Partial<Leaderboard> = {}): Leaderboard => ({
  board: "rating",
  period: "all",
  starts_at: null,
  as_of: "2026-11-22T16:00:00Z",
  players: 2310,
  items: [
    { position: 1, rank: 1, username: "zawadi", value: "1480.00", is_simulated: false },
    { position: 2, rank: 2, username: "brian", value: "1462.00", is_simulated: false },
  ],
  next_cursor: null,
  me: {
    rank: 41,
    value: "1012.00",
    why_not: null,
    neighbours: [
      { position: 40, rank: 40, username: "otieno", value: "1013.00", is_simulated: false, is_me: false },
      { position: 41, rank: 41, username: "amina", value: "1012.00", is_simulated: false, is_me: true },
    ],
  },
  ...changes,
});

export const anOffer = (changes: Partial<Offer> = {}): Offer => ({
  wager_amount: "100.00",
  prize: "180.00",
  fee: "20.00",
  break_even: 0.5556,
  chance: 0.5,
  lowest_chance: 0.42,
  highest_chance: 0.58,
  gain: "-10.00",
  lowest_gain: "-24.40",
  highest_gain: "4.40",
  basis: "opponent",
  is_provisional: false,
  widening: null,
  ...changes,
});

export const aDispute = (changes: Partial<DisputeState> = {}): DisputeState => ({
  opened_at: "2026-11-22T16:30:00Z",
  opened_by: null,
  reason: "reports_contradict",
  evidence_until: "2026-11-22T17:00:00Z",
  rule_by: "2026-11-23T16:30:00Z",
  place_in_queue: null,
  player1_done: false,
  player2_done: false,
  closed_at: null,
  appeal_until: null,
  appeal: null,
  ...changes,
});

export const somePictures = (changes: Partial<Evidence> = {}): Evidence => ({
  items: [],
  is_open: true,
  remaining: 9,
  closes_at: null,
  opponent_shown: false,
  ...changes,
});

export const aChallenge = (changes: Partial<Challenge> = {}): Challenge => ({
  code: "KX7PQ2",
  state: "open",
  challenger: "brian",
  opponent: null,
  rating: 1040,
  own_range: null,
  rematch_of: null,
  wager_amount: "100.00",
  title: "mw",
  mode: "gunfight",
  platform: "acti",
  is_mine: false,
  match_id: null,
  created_at: "2026-11-22T16:00:00Z",
  due_at: "2026-11-22T17:00:00Z",
  ...changes,
});
