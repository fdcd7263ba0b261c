/** Disputes and appeals that wait for a referee, and what a referee does about one. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orThrow } from "@/lib/api/api";
import type { Blame, Ruling } from "@/types/staff";

const DISPUTES = "/api/v1/admin/disputes";
const APPEALS = "/api/v1/admin/appeals";
const DISPUTE = "/api/v1/admin/matches/{match_id}/dispute";
const CLAIM = "/api/v1/admin/matches/{match_id}/claim";
const RELEASE = "/api/v1/admin/matches/{match_id}/release";
const APPEAL = "/api/v1/admin/matches/{match_id}/appeal";
const EVERY = 15_000;

const waitingQueryOptions = queryOptions({
  queryKey: ["get", DISPUTES],
  queryFn: async ({ signal }) => {
    const [disputes, appeals] = await Promise.all([api.GET(DISPUTES, { signal }), api.GET(APPEALS, { signal })]);
    return { disputes: orThrow(disputes).items, appeals: orThrow(appeals).items };
  },
});

const disputeQueryOptions = (match_id: number) =>
  queryOptions({
    queryKey: ["get", DISPUTE, match_id],
    queryFn: async ({ signal }) => orThrow(await api.GET(DISPUTE, { params: { path: { match_id } }, signal })),
  });

export const useWaiting = () => useQuery({ ...waitingQueryOptions, refetchInterval: EVERY });

export const useDispute = (match_id: number) => useQuery({ ...disputeQueryOptions(match_id), refetchInterval: EVERY });

type Step = { match_id: number; code: string; reason: string };
export type Decision =
  | (Step & { kind: "decide" | "appeal"; result: Ruling | "uphold"; strike: Blame })
  | (Step & { kind: "confirm" | "reject"; of_appeal: boolean });

/** Claims a dispute, or gives it back. */
export function useClaim(match_id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (keep: boolean) => {
      const params = { path: { match_id } };
      return orThrow(keep ? await api.POST(CLAIM, { params }) : await api.POST(RELEASE, { params }));
    },
    onSuccess: (found) => queries.setQueryData(disputeQueryOptions(match_id).queryKey, found),
  });
}

/** Rules on a match or an appeal, or decides what somebody else has ruled; false if another has to agree. */
export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (decision: Decision) => {
      const answer = await send(decision);
      orThrow(answer);
      return answer.response.status === 200;
    },
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).includes("/admin/") }),
  });
}

async function send(decision: Decision) {
  const { match_id, code, reason } = decision;
  const params = { path: { match_id }, header: { "X-Factor-Code": code } };
  switch (decision.kind) {
    case "decide": {
      const { result, strike } = decision;
      if (result === "uphold") throw new Error("Only an appeal is upheld.");
      return api.POST("/api/v1/admin/matches/{match_id}/decide", { params, body: { result, strike, reason } });
    }
    case "appeal": {
      const { result, strike } = decision;
      if (result === "replay") throw new Error("No appeal ends in another game.");
      const verdict =
        result === "uphold" ? ({ decision: "uphold" } as const) : ({ decision: "overturn", result } as const);
      return api.POST(APPEAL, { params, body: { ...verdict, strike, reason } });
    }
    case "confirm":
      return decision.of_appeal
        ? api.POST(`${APPEAL}/confirm`, { params, body: { reason } })
        : api.POST("/api/v1/admin/matches/{match_id}/confirm", { params, body: { reason } });
    case "reject": {
      const order = { params: { path: { match_id } }, body: { reason } };
      return decision.of_appeal
        ? api.POST(`${APPEAL}/reject`, order)
        : api.POST("/api/v1/admin/matches/{match_id}/reject", order);
    }
  }
}
