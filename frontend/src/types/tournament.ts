/** Types of the API: tournaments, their brackets, and a player's part in them. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type TournamentSummary = Schemas["TournamentSummary"];
export type TournamentDetail = Schemas["TournamentDetail"];
export type TournamentStatus = Schemas["TournamentStatus"];
export type TournamentFormat = Schemas["Format"];
export type Seeding = Schemas["Seeding"];
export type Participant = Schemas["Participant"];
export type ParticipantStatus = Schemas["ParticipantStatus"];
export type PrizeLine = Schemas["PrizeLine"];
export type PrizePaid = Schemas["PrizePaid"];
export type MinuteRange = Schemas["MinuteRange"];
export type Rounds = Schemas["Rounds"];
export type Section = Schemas["Section"];
export type Round = Schemas["Round"];
export type RoundMatch = Schemas["RoundMatch"];
export type BracketPlayer = Schemas["BracketPlayer"];
export type Standings = Schemas["Standings"];
export type StandingLine = Schemas["StandingLine"];
export type TournamentStats = Schemas["TournamentStats"];
export type MyPart = Schemas["MyPart"];
export type MyNextMatch = Schemas["MyNextMatch"];
export type MyTournament = Schemas["MyTournament"];

/** What the list shows: those one can enter, those that are played, and those that are over. */
export type TournamentPhase = Schemas["Phase"];
