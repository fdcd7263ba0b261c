/** The player's passkeys: list, add, name, remove, log in, and confirm a withdrawal. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MONEY_PATHS } from "@/hooks/payments/useMoneyRequest";
import { api, orThrow } from "@/lib/api/api";
import { startSession } from "@/lib/api/auth";
import { forgetStep } from "@/lib/api/storage";
import { refresh } from "@/lib/live/live";
import { make, sign, type Signature } from "@/lib/passkeys";

const MANY = "/api/v1/auth/passkeys";
const ONE = "/api/v1/auth/passkeys/{passkey_id}";
const WITHDRAWALS = "/api/v1/payments/withdrawals";
const WITHDRAWAL = "/api/v1/payments/withdrawals/{withdrawal_id}";
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

const signedFor = async (id: number): Promise<Signature> =>
  sign(orThrow(await api.POST(`${WITHDRAWAL}/passkey`, { params: { path: { withdrawal_id: id } } })));

/** Confirms a withdrawal that waits, by a passkey in place of the code. */
export function useConfirmByPasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: number) =>
      orThrow(
        await api.POST(`${WITHDRAWAL}/confirm`, {
          params: { path: { withdrawal_id: id } },
          body: { passkey: await signedFor(id) },
        }),
      ),
    onSettled: () => refresh(queries, [WITHDRAWAL, WITHDRAWALS, ...MONEY_PATHS]),
  });
}

/** Requests a withdrawal and confirms it by a passkey; where that fails, the money goes back to the wallet at once. */
export function useWithdrawByPasskey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (amount: number) => {
      const { id } = orThrow(await api.POST(WITHDRAWALS, { body: { amount, by_passkey: true } }));
      const path = { params: { path: { withdrawal_id: id } } };
      try {
        const passkey = await signedFor(id);
        return orThrow(await api.POST(`${WITHDRAWAL}/confirm`, { ...path, body: { passkey } }));
      } catch (error) {
        await api.POST(`${WITHDRAWAL}/cancel`, path).catch(() => undefined);
        throw error;
      }
    },
    onSettled: () => refresh(queries, [WITHDRAWALS, ...MONEY_PATHS]),
  });
}
