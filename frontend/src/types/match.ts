/** Types of the API: matches, the queue, challenges and disputes. */
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

/** `back_in_queue`: the opponent was not ready, so the reader searches on, with the stake set aside again. */
export type Match = Schemas["Match"] & { back_in_queue?: boolean };
export type MatchPlayer = Schemas["MatchPlayer"];
export type MatchStatus = Schemas["MatchStatus"];
export type VerificationState = Schemas["VerificationState"];
export type Outcome = Schemas["Report"]["outcome"];
export type Seat = NonNullable<Match["my_seat"]>;
/** A search that the server ended, not its player; the stake (KES) is back in the wallet. */
export type EndedSearch = { reason: "absent" | "suspended"; wager_amount: string; ended_at: string };
/** `from_match_id`: the match after which this search goes on in its old place. */
export type Queue = Schemas["Queue"] & { from_match_id?: number | null; ended?: EndedSearch | null };
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
