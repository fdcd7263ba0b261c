/** The password, the number and the devices of whoever is signed in. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { meQueryOptions } from "@/hooks/profile/useProfile";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";

const SESSIONS = "/api/v1/auth/sessions";

export const sessionsQueryOptions = queryOptions({
  queryKey: ["get", SESSIONS],
  queryFn: async ({ signal }) => orThrow(await api.GET(SESSIONS, { signal })),
});

export const useSessions = () => useQuery(sessionsQueryOptions);

/** Logs one device out, or all but this one when no id is given. */
export function useEndSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (session_id: number | null) => {
      if (session_id === null) orThrow(await api.DELETE(SESSIONS));
      else orThrow(await api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id } } }));
    },
    onSettled: () => queries.invalidateQueries(sessionsQueryOptions),
  });
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { current_password: string; new_password: string }) => {
      orThrow(await api.POST("/api/v1/users/me/password", { body }));
    },
    onSuccess: () => queries.invalidateQueries(sessionsQueryOptions),
  });
}

export function useChangeEmail() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { email: string; password: string }) =>
      orThrow(await api.POST("/api/v1/users/me/email", { body })),
    onSuccess: (me) => queries.setQueryData(meQueryOptions.queryKey, me),
  });
}

/** Sends a code to another number. One that is not confirmed yet is replaced at once, so `me` changes. */
export function useChangePhone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { phone: string; password?: string }) =>
      orThrow(await api.POST("/api/v1/users/me/phone", { body })),
    onSuccess: () => {
      refresh(queries, ["/api/v1/auth/verify-phone"]);
      return queries.invalidateQueries(meQueryOptions);
    },
  });
}

export function useConfirmPhone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (code: string) => orThrow(await api.POST("/api/v1/users/me/phone/confirm", { body: { code } })),
    onSuccess: (me) => queries.setQueryData(meQueryOptions.queryKey, me),
  });
}
