/** Which reads each live message makes stale. Messages carry no data: it always comes from the API. */
import type { QueryClient } from "@tanstack/react-query";
import type { paths } from "@/lib/api/schema";
import type { LiveMessage, LiveType } from "@/types/api";

/** A path of the API that can be read. */
export type ReadPath = { [P in keyof paths]: paths[P] extends { get: unknown } ? P : never }[keyof paths];

const LOOKUP: readonly ReadPath[] = ["/api/v1/matches/{match_id}/verification"];
const ROOM: readonly ReadPath[] = ["/api/v1/matches/{match_id}/messages"];
// Its room with it: most changes of a match open it, close it, or say who reads it.
const MATCH: readonly ReadPath[] = ["/api/v1/matches", "/api/v1/matches/{match_id}", ...ROOM];
const MONEY: readonly ReadPath[] = ["/api/v1/payments/wallet", "/api/v1/payments/transactions"];
const QUEUE: readonly ReadPath[] = ["/api/v1/matchmaking/queue"];
const RECORD: readonly ReadPath[] = ["/api/v1/users/me/stats", "/api/v1/users/me/rating-history", "/api/v1/users/me"];
const PROOF: readonly ReadPath[] = ["/api/v1/matches/{match_id}/evidence"];
const INBOX: readonly ReadPath[] = ["/api/v1/notifications", "/api/v1/notifications/unread-count"];
const CHALLENGES: readonly ReadPath[] = ["/api/v1/matches/challenges", "/api/v1/matches/challenges/{code}"];

const TOURNAMENTS: readonly ReadPath[] = [
  "/api/v1/tournaments",
  "/api/v1/tournaments/mine",
  "/api/v1/tournaments/{tournament_id}",
  "/api/v1/tournaments/{tournament_id}/me",
  "/api/v1/tournaments/{tournament_id}/participants",
  "/api/v1/tournaments/{tournament_id}/rounds",
  "/api/v1/tournaments/{tournament_id}/standings",
  "/api/v1/tournaments/{tournament_id}/stats",
];

/** These come of the server's memory, which answers with what it had and looks for news behind that, once a second. */
const FROM_MEMORY: readonly ReadPath[] = [
  "/api/v1/tournaments/{tournament_id}",
  "/api/v1/tournaments/{tournament_id}/rounds",
  "/api/v1/tournaments/{tournament_id}/standings",
  "/api/v1/tournaments/{tournament_id}/stats",
];
/** The first of these reads has the memory look, the second gets what it found. */
const LATER_MS = [1_500, 3_500];
let later: ReturnType<typeof setTimeout>[] = [];

export const STALE: Record<LiveType, readonly ReadPath[]> = {
  "match.found": [...MATCH, ...QUEUE, ...MONEY],
  "match.ready": MATCH,
  "match.reported": [...MATCH, ...LOOKUP],
  "match.settled": [...MATCH, ...QUEUE, ...MONEY, ...RECORD],
  "match.disputed": [...MATCH, ...QUEUE, ...PROOF, ...LOOKUP],
  // Also long after the end: an appeal may have changed the result.
  "match.ruled": [...MATCH, ...QUEUE, ...MONEY, ...RECORD, ...PROOF, ...LOOKUP],
  "match.cancelled": [...MATCH, ...QUEUE, ...MONEY],
  "wallet.changed": MONEY,
  // The money itself is announced by wallet.changed.
  "deposit.changed": ["/api/v1/payments/deposits", "/api/v1/payments/deposits/{deposit_id}"],
  "withdrawal.changed": ["/api/v1/payments/withdrawals", "/api/v1/payments/withdrawals/{withdrawal_id}"],
  "queue.changed": [...QUEUE, ...MONEY],
  "challenge.changed": [...CHALLENGES, ...QUEUE, ...MONEY],
  "challenge.received": CHALLENGES,
  "challenge.accepted": [...CHALLENGES, ...MATCH, ...QUEUE, ...MONEY],
  "match.provisional": [...MATCH, ...LOOKUP],
  "match.replay": [...MATCH, ...PROOF],
  "match.reminder": MATCH,
  "match.evidence": [...MATCH, ...PROOF, ...LOOKUP],
  "message.new": ROOM,
  "notification.new": INBOX,
  "tournament.changed": TOURNAMENTS,
  "rating.changed": [...RECORD, ...MATCH, "/api/v1/leaderboard"],
};

/** Marks as stale every read of these paths, whatever its parameters. */
export function refresh(client: QueryClient, paths: readonly ReadPath[]): void {
  for (const path of paths) readAgain(client, { queryKey: ["get", path] });
}

/**
 * Marks reads as stale; all of them without `filters`. The first read of something may be under way
 * with an answer from before the news, and TanStack Query neither cancels nor repeats it: so it is
 * read once more behind it.
 */
export function readAgain(client: QueryClient, filters: { queryKey?: readonly unknown[] } = {}): void {
  const firstReads = client.getQueryCache().findAll({
    ...filters,
    fetchStatus: "fetching",
    predicate: (query) => query.state.data === undefined,
  });
  void client.invalidateQueries(filters);
  for (const { promise, queryKey } of firstReads)
    promise?.then(
      () => client.invalidateQueries({ queryKey, exact: true }),
      () => undefined,
    );
}

export function applyLiveMessage(client: QueryClient, message: LiveMessage): void {
  // A newer server may send a type that this page does not know.
  refresh(client, STALE[message.type] ?? []);
  if (message.type !== "tournament.changed") return;
  for (const timer of later) clearTimeout(timer);
  later = LATER_MS.map((delay) => setTimeout(() => refresh(client, FROM_MEMORY), delay));
}
