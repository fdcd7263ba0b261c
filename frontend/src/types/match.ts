/** Types of the API: matches, the queue, challenges and disputes. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

export type Match = Schemas["Match"];
export type MatchPlayer = Schemas["MatchPlayer"];
export type MatchStatus = Schemas["MatchStatus"];
export type VerificationState = Schemas["VerificationState"];
export type Outcome = Schemas["Report"]["outcome"];
export type Lobby = Schemas["Lobby"];
export type Seat = NonNullable<Match["my_seat"]>;
export type EndedSearch = Schemas["EndedSearch"];
export type Queue = Schemas["Queue"];
export type QueueEntry = Schemas["QueueEntry"];
export type Title = Schemas["Title"];
export type Mode = Schemas["Mode"];
export type Platform = Schemas["Platform"];
export type Offer = Schemas["Offer"];
export type Widening = Schemas["Widening"];
export type ExpectedWait = Schemas["ExpectedWait"];
export type Cooldown = Schemas["Cooldown"];
export type Challenge = Schemas["Challenge"];
export type ChallengeRequest = Schemas["ChallengeRequest"];
export type RatingChange = Schemas["RatingChange"];
export type AppealState = Schemas["AppealState"];
export type DisputeState = Schemas["DisputeState"];
export type Complaint = Schemas["Complaint"];
export type Evidence = Schemas["Evidence"];
export type EvidencePicture = Schemas["EvidencePicture"];
export type Rules = Match["rules"];
export type MatchLookup = Schemas["MatchLookup"];
export type Verifying = Schemas["Verification"]["automatic_verification"];
