/** Joining, leaving and checking in, each under one idempotency key until the API has answered. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { myPartQueryOptions } from "@/hooks/tournaments/useTournament";
import { useIntentKey } from "@/hooks/useIntentKey";
import { orThrow } from "@/lib/api/api";
import { api } from "@/lib/api/tournaments";
import { refresh } from "@/lib/live/live";
import { TOURNAMENT_PATHS } from "@/lib/live/tournaments";

const PATH = {
  join: "/api/v1/tournaments/{tournament_id}/join",
  leave: "/api/v1/tournaments/{tournament_id}/leave",
  check_in: "/api/v1/tournaments/{tournament_id}/check-in",
} as const;

export type TournamentAction = keyof typeof PATH;

export function useTournamentActions(tournament_id: number) {
  const queries = useQueryClient();
  const { keyFor, succeeded, failed } = useIntentKey();
  const refreshAll = () => {
    for (const path of TOURNAMENT_PATHS) void queries.invalidateQueries({ queryKey: ["get", path] });
    refresh(queries, ["/api/v1/payments/wallet", "/api/v1/payments/transactions"]);
  };
  return useMutation({
    mutationFn: async (action: TournamentAction) => {
      const header = { "Idempotency-Key": keyFor(`${action} ${tournament_id}`) };
      return orThrow(await api.POST(PATH[action], { params: { path: { tournament_id }, header } }));
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
