/** How long the player has played: counted each minute, told now and then, and warned of after losses. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { PlayTime } from "@/types/protection";

const PLAY_TIME = "/api/v1/users/me/play-time";
const KEY = ["play-time"];

/** Counts the time since the last call, and keeps what the API says of it for `data`. */
export function usePlayTime() {
  const queries = useQueryClient();
  const { data } = useQuery<PlayTime>({ queryKey: KEY, queryFn: count, staleTime: 60_000 });
  const counting = useMutation({ mutationFn: count, onSuccess: (time) => queries.setQueryData(KEY, time) });
  return { data, mutate: counting.mutate };
}

/** Sets how often the player is told. */
export function useReminder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (minutes: PlayTime["minutes"]) =>
      orThrow(await api.PUT("/api/v1/users/me/reality-check", { body: { minutes } })),
    onSuccess: (time) => queries.setQueryData(KEY, time),
  });
}

/** Says that the warning about losses was read: the next stake is taken. */
export function useReadLossWarning() {
  return useMutation({ mutationFn: async () => orThrow(await api.POST("/api/v1/users/me/loss-warning")) });
}

async function count(): Promise<PlayTime> {
  return orThrow(await api.POST(PLAY_TIME));
}
