/** One tournament: its terms, the player's part in it, its field, its bracket, its table and its figures. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useAuth } from "@/hooks/useAuth";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { loadSentences } from "@/lib/api/problem";
import { isOver } from "@/lib/tournaments/status";
import type { TournamentStatus } from "@/types/tournament";

const ONE = "/api/v1/tournaments/{tournament_id}";
const ME = `${ONE}/me` as const;
const PARTICIPANTS = `${ONE}/participants` as const;
const ROUNDS = `${ONE}/rounds` as const;
const STANDINGS = `${ONE}/standings` as const;
const STATS = `${ONE}/stats` as const;

const at = (tournament_id: number) => ({ path: { tournament_id } });

export const tournamentQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ONE, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(ONE, { params: at(id), signal })),
  });

export const myPartQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ME, id],
    queryFn: async ({ signal }) => {
      const part = orThrow(await api.GET(ME, { params: at(id), signal }));
      if (part.refusal !== null) await loadSentences();
      return part;
    },
  });

export const participantsQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", PARTICIPANTS, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(PARTICIPANTS, { params: at(id), signal })).items,
  });

export const roundsQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", ROUNDS, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(ROUNDS, { params: at(id), signal })),
  });

export const standingsQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", STANDINGS, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(STANDINGS, { params: at(id), signal })),
  });

export const tournamentStatsQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", STATS, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(STATS, { params: at(id), signal })),
  });

/** What moves while it is played is polled faster where no socket tells of it, such as a visitor's page. */
const useInterval = (status: TournamentStatus | undefined) => {
  const interval = usePollInterval({ live: 60_000, down: 10_000 });
  return status !== undefined && isOver(status) ? (false as const) : interval;
};

export function useTournament(id: number | null) {
  const interval = usePollInterval({ live: 30_000, down: 10_000 });
  return useQuery({
    ...tournamentQueryOptions(id ?? 0),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.status) ? false : interval),
  });
}

/** Nothing for a visitor, who has no part in anything. */
export function useMyPart(id: number, status: TournamentStatus) {
  const session = useAuth().status;
  return useQuery({
    ...myPartQueryOptions(id),
    enabled: session === "signed-in",
    refetchInterval: useInterval(status),
  });
}

export const useParticipants = (id: number, status: TournamentStatus) =>
  useQuery({ ...participantsQueryOptions(id), refetchInterval: useInterval(status) });

export const useRounds = (id: number, status?: TournamentStatus) =>
  useQuery({ ...roundsQueryOptions(id), refetchInterval: useInterval(status) });

export const useStandings = (id: number, status: TournamentStatus) =>
  useQuery({ ...standingsQueryOptions(id), refetchInterval: useInterval(status) });

export const useTournamentStats = (id: number, status: TournamentStatus) =>
  useQuery({ ...tournamentStatsQueryOptions(id), refetchInterval: useInterval(status) });
