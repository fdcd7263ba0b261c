/**
 * The last answers of the API, kept on this phone for when there is no connection: the balance, the match
 * with its opponent and lobby code, the list of matches, tournaments and one's part in them, and the newest
 * notifications. They go when the
 * player logs out. The service worker keeps no answer at all, because it does not know whose they are.
 */
import type { QueryClient } from "@tanstack/react-query";
import { accessToken } from "@/lib/api/auth";
import { read, write } from "@/lib/api/storage";

type Kept = readonly (readonly [key: readonly unknown[], data: unknown, at: number])[];

/** Reads that a player needs without a connection; `keepsAnswer` says the same for one query. */
const PATHS: ReadonlySet<unknown> = new Set([
  "/api/v1/users/me",
  "/api/v1/users/me/stats",
  "/api/v1/payments/wallet",
  "/api/v1/matchmaking/queue",
  "/api/v1/matches",
  "/api/v1/matches/{match_id}",
  "/api/v1/notifications",
  "/api/v1/tournaments",
  "/api/v1/tournaments/mine",
  "/api/v1/tournaments/{tournament_id}",
  "/api/v1/tournaments/{tournament_id}/me",
]);
const MOST = 24;
const PAUSE_MS = 1_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Writes the answers down, once they have settled. */
export function keepAnswers(queries: QueryClient): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    // Logged out meanwhile: nothing of this player stays.
    if (!accessToken()) return;
    const kept: Kept = queries
      .getQueryCache()
      .findAll({ predicate: ({ queryKey, state }) => PATHS.has(queryKey[1]) && state.data !== undefined })
      .sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
      .slice(0, MOST)
      .map(({ queryKey, state }) => [queryKey, firstPage(state.data), state.dataUpdatedAt] as const);
    write("kept", JSON.stringify(kept));
    write("kept-at", new Date().toISOString());
  }, PAUSE_MS);
}

/** Puts the kept answers where there is none yet. */
export function restoreAnswers(queries: QueryClient): void {
  try {
    for (const [key, data, updatedAt] of JSON.parse(read("kept") ?? "[]") as Kept)
      if (queries.getQueryData(key) === undefined) queries.setQueryData(key, data, { updatedAt });
  } catch {
    // of an older version of the app: there is nothing to show then
  }
}

/** A long list is kept as its first page. */
function firstPage(data: unknown): unknown {
  const list = data as { pages?: unknown[]; pageParams?: unknown[] };
  return Array.isArray(list.pages)
    ? { ...list, pages: list.pages.slice(0, 1), pageParams: list.pageParams?.slice(0, 1) }
    : data;
}
