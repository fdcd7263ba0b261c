/** Opening an account, confirming its phone, and resetting its password. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { meQueryOptions } from "@/hooks/profile/useProfile";
import { api, orThrow } from "@/lib/api/api";
import type { Registration } from "@/types/auth";

export const useRegister = () =>
  useMutation({ mutationFn: async (body: Registration) => orThrow(await api.POST("/api/v1/auth/register", { body })) });

export function useVerifyPhone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (code: string) => orThrow(await api.POST("/api/v1/auth/verify-phone", { body: { code } })),
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
