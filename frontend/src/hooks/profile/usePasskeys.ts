/** The player's passkeys: list, add, name, remove, and log in by one. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { startSession } from "@/lib/api/auth";
import { forgetStep } from "@/lib/api/storage";
import { make, sign } from "@/lib/passkeys";

const MANY = "/api/v1/auth/passkeys";
const ONE = "/api/v1/auth/passkeys/{passkey_id}";
const pathOf = (id: number) => ({ params: { path: { passkey_id: id } } });

/** What allows a change: the code from the SMS, or one of the passkeys that there are. */
export type Proof = { code: string } | "passkey";

export const passkeysQueryOptions = queryOptions({
  queryKey: ["get", MANY],
  queryFn: async ({ signal }) => orThrow(await api.GET(MANY, { signal })).items,
});

export const usePasskeys = () => useQuery(passkeysQueryOptions);

export const useSendPasskeyCode = () =>
  useMutation({
    mutationFn: async (password: string) => orThrow(await api.POST(`${MANY}/code`, { body: { password } })),
  });

export function useAddPasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, proof }: { name: string; proof: Proof }) => {
      const body = proof === "passkey" ? { passkey: await sign(orThrow(await api.POST(`${MANY}/proof/add`))) } : proof;
      const asked = orThrow(await api.POST(`${MANY}/options`, { body }));
      return orThrow(await api.POST(MANY, { body: await make(asked, name) }));
    },
    onSettled: () => queries.invalidateQueries(passkeysQueryOptions),
  });
}

export function useRenamePasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, name }: { id: number; name: string }) =>
      orThrow(await api.PATCH(ONE, { ...pathOf(id), body: { name } })),
    onSettled: () => queries.invalidateQueries(passkeysQueryOptions),
  });
}

export function useRemovePasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, proof }: { id: number; proof: Proof }) => {
      const body =
        proof === "passkey" ? { passkey: await sign(orThrow(await api.POST(`${ONE}/proof`, pathOf(id)))) } : proof;
      const answer = await api.POST(`${ONE}/remove`, { ...pathOf(id), body });
      if (!answer.response.ok) throw answer.error;
    },
    onSettled: () => queries.invalidateQueries(passkeysQueryOptions),
  });
}

/** Logs in by a passkey, without a name; `ask` gets the signature from the device. */
export function usePasskeyLogIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (ask: typeof sign) => {
      const asked = orThrow(await api.POST(`${MANY}/sign-in/options`));
      const body = await ask(asked);
      const { access_token } = orThrow(await api.POST(`${MANY}/sign-in`, { body }));
      queries.clear();
      forgetStep("left");
      startSession(access_token);
    },
  });
}
