/** Records and boards that tests tell stories about. */
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
    { position: 1, rank: 1, username: "zawadi", value: "1480.00" },
    { position: 2, rank: 2, username: "brian", value: "1462.00" },
  ],
  next_cursor: null,
  me: {
    rank: 41,
    value: "1012.00",
    why_not: null,
    neighbours: [
      { position: 40, rank: 40, username: "otieno", value: "1013.00", is_me: false },
      { position: 41, rank: 41, username: "amina", value: "1012.00", is_me: true },
    ],
  },
  ...changes,
});
