/** Types of the API: accounts, records, leaderboards and game names. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Stats = Schemas["Stats"];
export type PublicStats = Schemas["PublicStats"];
export type PublicProfile = Schemas["PublicProfile"];
export type Leaderboard = Schemas["Leaderboard"];
export type LeaderboardEntry = Schemas["LeaderboardLine"];
export type MyPlace = Schemas["MyPlace"];
export type Board = Schemas["Board"];
export type Period = Schemas["Period"];
export type WhyNot = Schemas["WhyNot"];
export type GameAccount = Schemas["GameAccount"];
export type NameClaim = Schemas["NameClaim"];
export type Visible = GameAccount["visibility"];
export type RatingHistoryEntry = Schemas["RatingHistoryLine"];
export type ConsentChange = components["schemas"]["ConsentChange"];
