/** Pictures as proof: those one may see, and showing more of them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, orThrow } from "@/lib/api";
import { shrink } from "@/lib/shrink";

const ALL = "/api/v1/matches/{match_id}/evidence";
const ONE = "/api/v1/matches/{match_id}/evidence/{picture_id}";
const evidenceKey = (matchId: number) => ["get", ALL, matchId];

export type Sending = { done: number; of: number };

export function useEvidence(matchId: number) {
  return useQuery({
    queryKey: evidenceKey(matchId),
    queryFn: async ({ signal }) => orThrow(await api.GET(ALL, { params: { path: { match_id: matchId } }, signal })),
  });
}

/** Sends pictures one by one, so that a lost connection costs one of them at most. */
export function useShowEvidence(matchId: number) {
  const queries = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const show = useMutation({
    mutationFn: async ({ files, note }: { files: readonly File[]; note: string }) => {
      for (const [done, file] of files.entries()) {
        setSending({ done, of: files.length });
        const form = new FormData();
        form.append("pictures", await shrink(file), "picture");
        if (note.trim()) form.append("note", note.trim());
        const seen = orThrow(
          await api.POST(ALL, {
            params: { path: { match_id: matchId } },
            body: { pictures: [] },
            bodySerializer: () => form,
          }),
        );
        queries.setQueryData(evidenceKey(matchId), seen);
      }
    },
    onSettled: () => {
      setSending(null);
      void queries.invalidateQueries({ queryKey: evidenceKey(matchId) });
    },
  });
  return { show, sending };
}

/**
 * An address for an <img>: pictures are private, so they are fetched with the player's token. It lives as long as the
 * page: twenty pictures of a match weigh some megabytes, and a link that was opened must not die.
 */
export function usePictureUrl(matchId: number, pictureId: number): string | null {
  const { data = null } = useQuery({
    queryKey: ["get", ONE, matchId, pictureId],
    queryFn: async ({ signal }) => {
      const path = { match_id: matchId, picture_id: pictureId };
      const answer = await api.GET(ONE, { params: { path }, parseAs: "blob", signal });
      return URL.createObjectURL(orThrow(answer));
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });
  return data;
}
