/** The public profile of a player, and the list of players whom the reader has blocked. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const PLAYER = "/api/v1/users/{username}";
const BLOCKS = "/api/v1/users/me/blocks";

/** Nothing is requested while `username` is null. */
export const playerQueryOptions = (username: string | null) =>
  queryOptions({
    queryKey: ["get", PLAYER, username],
    queryFn: async ({ signal }) =>
      orThrow(await api.GET(PLAYER, { params: { path: { username: username ?? "" } }, signal })),
    enabled: username !== null,
  });

export const blocksQueryOptions = queryOptions({
  queryKey: ["get", BLOCKS],
  queryFn: async ({ signal }) => orThrow(await api.GET(BLOCKS, { signal })),
});

export const usePlayer = (username: string | null) => useQuery(playerQueryOptions(username));

export const useBlocks = () => useQuery(blocksQueryOptions);

/** Blocks a player, or removes the block; returns all blocked usernames. */
export function useBlock(username: string) {
  const queries = useQueryClient();
  const params = { path: { username } };
  return useMutation({
    mutationFn: async (blocked: boolean) =>
      orThrow(
        blocked
          ? await api.PUT("/api/v1/users/me/blocks/{username}", { params })
          : await api.DELETE("/api/v1/users/me/blocks/{username}", { params }),
      ),
    onSuccess: (blocks) => queries.setQueryData(blocksQueryOptions.queryKey, blocks),
  });
}
