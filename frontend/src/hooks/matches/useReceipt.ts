/** The signed receipt of a match as a file; its bytes are kept exactly as they were signed. */
import { useMutation } from "@tanstack/react-query";
import { authorisedFetch } from "@/lib/api/auth";

export const useReceipt = (matchId: number) =>
  useMutation({
    mutationFn: async (): Promise<File> => {
      const answer = await authorisedFetch(new Request(`${location.origin}/api/v1/matches/${matchId}/receipt`));
      if (!answer.ok) throw (await answer.json().catch(() => null)) ?? new Error(`HTTP ${answer.status}`);
      return new File([await answer.blob()], `wagewars-match-${matchId}.json`, { type: "application/json" });
    },
  });
