/** Opening an account, and proving that the phone is the player's own. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { Registration } from "@/types/auth";

export const useRegister = () =>
  useMutation({ mutationFn: async (body: Registration) => orThrow(await api.POST("/api/v1/auth/register", { body })) });

export function useVerifyPhone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (code: string) => orThrow(await api.POST("/api/v1/auth/verify-phone", { body: { code } })),
    onSuccess: (me) => queries.setQueryData(["get", "/api/v1/users/me"], me),
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
