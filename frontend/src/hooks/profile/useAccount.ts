/** Opening an account, confirming its phone, and resetting its password. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { meQueryOptions } from "@/hooks/profile/useProfile";
import { api, orThrow } from "@/lib/api/api";
import { serverNow } from "@/lib/format/clock";
import type { Registration } from "@/types/auth";

export const useRegister = () =>
  useMutation({ mutationFn: async (body: Registration) => orThrow(await api.POST("/api/v1/auth/register", { body })) });

const VERIFY_PHONE = "/api/v1/auth/verify-phone";

/** The moment so many seconds from now, as the API counts them. */
export const inSeconds = (seconds: number): string => new Date(serverNow() + seconds * 1_000).toISOString();

const codeStatusOptions = queryOptions({
  queryKey: ["get", VERIFY_PHONE],
  queryFn: async ({ signal }) => {
    const { resend_after, ends_in } = orThrow(await api.GET(VERIFY_PHONE, { signal }));
    return { allowedAt: inSeconds(resend_after), isOpen: ends_in !== null };
  },
  staleTime: 0,
});

/** When another code may be asked for, and whether there is one that can still be typed. */
export function useCodeStatus() {
  const queries = useQueryClient();
  const wait = (seconds: number) =>
    queries.setQueryData(codeStatusOptions.queryKey, { allowedAt: inSeconds(seconds), isOpen: true });
  return { ...useQuery(codeStatusOptions), wait };
}

export function useVerifyPhone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (code: string) => orThrow(await api.POST(VERIFY_PHONE, { body: { code } })),
    onSuccess: (me) => queries.setQueryData(meQueryOptions.queryKey, me),
  });
}

export const useResendCode = () =>
  useMutation({ mutationFn: async () => orThrow(await api.POST("/api/v1/auth/resend-code")) });

export const useForgotPassword = () =>
  useMutation({
    mutationFn: async (identifier: string) =>
      orThrow(await api.POST("/api/v1/auth/forgot-password", { body: { identifier } })),
  });

export const useResetPassword = () =>
  useMutation({
    mutationFn: async (body: { identifier: string; code: string; new_password: string }) => {
      orThrow(await api.POST("/api/v1/auth/reset-password", { body }));
    },
  });
