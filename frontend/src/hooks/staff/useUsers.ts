/** Players as staff finds and reads them, and what staff does about one. Each look is in the audit. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";

const USERS = "/api/v1/admin/users";
const USER = "/api/v1/admin/users/{user_id}";

/** A number with seven digits and more is a phone, one with less an id, anything else a username. */
export function asQuery(typed: string) {
  const text = typed.trim();
  const digits = text.replace(/[\s+]/g, "");
  if (!/^\d+$/.test(digits)) return { username: text, prefix: true };
  return digits.length >= 7 ? { phone: digits, prefix: true } : { user_id: Number(digits) };
}

export const useFoundUsers = (typed: string) =>
  useQuery(
    queryOptions({
      queryKey: ["get", USERS, typed],
      queryFn: async ({ signal }) => orThrow(await api.GET(USERS, { params: { query: asQuery(typed) }, signal })),
      enabled: typed.trim() !== "",
      staleTime: Infinity,
      refetchOnWindowFocus: false,
    }),
  );

const userQueryOptions = (user_id: number) =>
  queryOptions({
    queryKey: ["get", USER, user_id],
    queryFn: async ({ signal }) => orThrow(await api.GET(USER, { params: { path: { user_id } }, signal })),
    staleTime: Infinity,
  });

export const useUserPage = (user_id: number) => useQuery({ ...userQueryOptions(user_id), refetchOnWindowFocus: false });

export function useAddNote(user_id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (text: string) =>
      orThrow(await api.POST("/api/v1/admin/users/{user_id}/notes", { params: { path: { user_id } }, body: { text } })),
    onSuccess: () => queries.invalidateQueries(userQueryOptions(user_id)),
  });
}

export type AccountOrder = { kind: "suspended" | "banned" | "lift"; reason: string; code: string };

/** Shuts an account, or opens it again. */
export function useTurnAccount(user_id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ kind, reason, code }: AccountOrder) => {
      const params = { path: { user_id }, header: { "X-Factor-Code": code } };
      return kind === "lift"
        ? orThrow(await api.POST("/api/v1/admin/users/{user_id}/lift", { params, body: { reason } }))
        : orThrow(await api.POST("/api/v1/admin/users/{user_id}/suspend", { params, body: { kind, reason } }));
    },
    onSuccess: () => queries.invalidateQueries(userQueryOptions(user_id)),
  });
}
