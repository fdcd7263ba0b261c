/** Another player, as everybody may see him; and whether we want to meet him again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const PLAYER = "/api/v1/users/{username}";
const BLOCKS = "/api/v1/users/me/blocks";

export const usePlayer = (username: string | null) =>
  useQuery({
    queryKey: ["get", PLAYER, username],
    queryFn: async ({ signal }) =>
      orThrow(await api.GET(PLAYER, { params: { path: { username: username ?? "" } }, signal })),
    enabled: username !== null,
  });

export const useBlocks = () =>
  useQuery({ queryKey: ["get", BLOCKS], queryFn: async ({ signal }) => orThrow(await api.GET(BLOCKS, { signal })) });

/** Blocks a player, or takes the block back; answers with everybody who is blocked. */
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
    onSuccess: (blocks) => queries.setQueryData(["get", BLOCKS], blocks),
  });
}
