/** Joining, leaving and checking in, each under one idempotency key until the API has answered. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { myPartQueryOptions } from "@/hooks/tournaments/useTournament";
import { useIntentKey } from "@/hooks/useIntentKey";
import { api, orThrow } from "@/lib/api/api";
import { refresh, STALE } from "@/lib/live/live";

export type TournamentAction = "join" | "leave" | "check_in";

export function useTournamentActions(tournament_id: number) {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  const refreshAll = () => refresh(queries, [...STALE["tournament.changed"], ...STALE["wallet.changed"]]);
  return useMutation({
    mutationFn: async (action: TournamentAction) => {
      const path = { tournament_id };
      // Saying twice that one is there is as once.
      if (action === "check_in")
        return orThrow(await api.POST("/api/v1/tournaments/{tournament_id}/check-in", { params: { path } }));
      const header = { "Idempotency-Key": keyFor(`${action} ${tournament_id}`) };
      return orThrow(await api.POST(`/api/v1/tournaments/{tournament_id}/${action}`, { params: { path, header } }));
    },
    onSuccess: (part) => {
      succeeded();
      queries.setQueryData(myPartQueryOptions(tournament_id).queryKey, part);
      refreshAll();
    },
    // Seats may be gone or check-in closed: show how it stands now.
    onError: (error) => {
      failed(error);
      refreshAll();
    },
  });
}
