/** The reads that a change of a tournament makes stale. */
export const TOURNAMENT_PATHS = [
  "/api/v1/tournaments",
  "/api/v1/tournaments/mine",
  "/api/v1/tournaments/{tournament_id}",
  "/api/v1/tournaments/{tournament_id}/me",
  "/api/v1/tournaments/{tournament_id}/participants",
  "/api/v1/tournaments/{tournament_id}/rounds",
  "/api/v1/tournaments/{tournament_id}/standings",
  "/api/v1/tournaments/{tournament_id}/stats",
] as const;
