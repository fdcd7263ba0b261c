/** A withdrawal by a passkey: the device signs its amount and number, in place of the code from the SMS. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MONEY_PATHS } from "@/hooks/payments/useMoneyRequest";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import { sign, type Signature } from "@/lib/passkeys";

const WITHDRAWALS = "/api/v1/payments/withdrawals";
const WITHDRAWAL = "/api/v1/payments/withdrawals/{withdrawal_id}";

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
