/** Proof of reserves: the public records, and the check of the player's own leaf. */
import { infiniteQueryOptions, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import { problemCode } from "@/lib/api/problem";
import { checkOwn, hashOf, isChained, type OwnVerdict, type Verdict } from "@/lib/reserves/check";
import { remember, seenBefore } from "@/lib/reserves/remembered";
import type { ReserveList, ReserveProof, SignedReserves } from "@/types/reserves";

const RESERVES = "/api/v1/reserves";

/** Without cookie or token: whoever answers cannot know for whom, so everybody gets the same records. */
async function asAnybody<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await fetch(`${location.origin}${path}`, { credentials: "omit", ...(signal && { signal }) });
  if (!answer.ok) throw (await answer.json().catch(() => null)) ?? new Error(`HTTP ${answer.status}`);
  return (await answer.json()) as Answer;
}

export const reservesQueryOptions = infiniteQueryOptions({
  queryKey: ["get", RESERVES],
  queryFn: ({ pageParam, signal }) =>
    asAnybody<ReserveList>(`${RESERVES}?limit=24${pageParam ? `&cursor=${pageParam}` : ""}`, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 60_000,
});

export const useReserves = () => useInfiniteQuery(reservesQueryOptions);

export type OwnResult =
  { verdict: Verdict; proof: ReserveProof } | { verdict: Exclude<OwnVerdict, Verdict>; proof: null };

/** Checks the newest of `records` (the newest first) for `player`, the name with which they sign in. */
export function useOwnCheck(records: readonly SignedReserves[], player: string) {
  return useMutation({
    mutationFn: async (): Promise<OwnResult> => {
      const newest = records[0];
      if (!newest) throw new Error("there is no record");
      if (!(await isHistoryKept(records))) return { verdict: "history-changed", proof: null };
      const proof = await ownProof(newest.record.number);
      if (typeof proof === "string") return { verdict: proof, proof: null };
      const verdict = await checkOwn({ signed: newest, proof, player, publicKey: await keyOf(newest) });
      if (verdict === "in") remember({ number: newest.record.number, hash: newest.hash });
      return { verdict, proof };
    },
  });
}

/** Whether these records hang together, and the one that this phone saw before is still the same. */
async function isHistoryKept(records: readonly SignedReserves[]): Promise<boolean> {
  if (!(await isChained(records))) return false;
  const seen = seenBefore();
  if (!seen) return true;
  if (seen.number > (records[0]?.record.number ?? 0)) return false;
  const again =
    records.find(({ record }) => record.number === seen.number) ??
    (await asAnybody<SignedReserves>(`${RESERVES}/${seen.number}`));
  return (await hashOf(again.record)) === seen.hash;
}

async function ownProof(number: number): Promise<ReserveProof | "left-out" | "gone"> {
  try {
    return orThrow(await api.GET(`${RESERVES}/{number}/proof`, { params: { path: { number } } }));
  } catch (error) {
    const code = problemCode(error);
    if (code === "not_in_reserves") return "left-out";
    if (code === "reserves_gone") return "gone";
    throw error;
  }
}

async function keyOf({ record }: SignedReserves): Promise<string | undefined> {
  const keys = await asAnybody<{ items: { key_id: string; public_key: string }[] }>("/api/v1/receipts/keys");
  return keys.items.find(({ key_id }) => key_id === record.key_id)?.public_key;
}
