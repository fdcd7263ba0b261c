/** Pictures as proof: those that may be seen, and sending another. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { usePace } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { refresh } from "@/lib/live/live";
import { shrink } from "@/lib/shrink";
import { upload } from "@/lib/api/upload";
import type { Evidence } from "@/types/match";

const EVIDENCE = "/api/v1/matches/{match_id}/evidence";
const PICTURE = "/api/v1/matches/{match_id}/evidence/{picture_id}";
const key = (id: number) => ["get", EVIDENCE, id];

export function useEvidence(id: number) {
  const refetchInterval = usePace({ live: 60_000, down: 20_000 });
  return useQuery({
    queryKey: key(id),
    queryFn: async ({ signal }) => orThrow(await api.GET(EVIDENCE, { params: { path: { match_id: id } }, signal })),
    refetchInterval,
  });
}

/** A picture on its way: `share` of it sent (0..1), or why it did not arrive. */
export type Sending = { id: number; name: string; share: number; error: unknown; again: () => void };

let count = 0;

/** Sends pictures one after the other, each shrunk first; what fails stays in the list to be sent again. */
export function useSendEvidence(id: number) {
  const queries = useQueryClient();
  const [sending, setSending] = useState<readonly Sending[]>([]);

  const change = useCallback((which: number, news: Partial<Sending>) => {
    setSending((all) => all.map((one) => (one.id === which ? { ...one, ...news } : one)));
  }, []);

  const sendOne = useCallback(
    async (which: number, file: File, note: string) => {
      change(which, { share: 0, error: null });
      try {
        const form = new FormData();
        form.append("pictures", await shrink(file), file.name);
        if (note) form.append("note", note);
        const seen = await upload(`/api/v1/matches/${id}/evidence`, form, (share) => change(which, { share }));
        queries.setQueryData(key(id), seen as Evidence);
        setSending((all) => all.filter((one) => one.id !== which));
      } catch (error) {
        change(which, { error: error ?? new Error("lost") });
        refresh(queries, [EVIDENCE]);
      }
    },
    [change, id, queries],
  );

  const send = useCallback(
    async (files: readonly File[], note: string) => {
      const entries = files.map((file) => ({ file, id: ++count }));
      setSending((all) => [
        ...all,
        ...entries.map(({ file, id: which }) => ({
          id: which,
          name: file.name,
          share: 0,
          error: null,
          again: () => void sendOne(which, file, note),
        })),
      ]);
      // One at a time: two uploads at once make both slow, and on a thin line both fail.
      for (const { file, id: which } of entries) await sendOne(which, file, note);
    },
    [sendOne],
  );
  return { sending, send };
}

/** A picture's address on this phone: it needs our token, so a plain link would not do. */
export function usePicture(matchId: number, pictureId: number, wanted = true): { src: string | null; failed: boolean } {
  const { data: blob, isError } = useQuery({
    queryKey: ["get", PICTURE, matchId, pictureId],
    queryFn: async ({ signal }) => {
      const answer = await api.GET(PICTURE, {
        params: { path: { match_id: matchId, picture_id: pictureId } },
        parseAs: "blob",
        signal,
      });
      return orThrow<unknown>(answer) as Blob;
    },
    enabled: wanted,
    staleTime: Infinity,
  });
  const [src, setSrc] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const address = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address must be given back when we are done
    setSrc(address);
    return () => URL.revokeObjectURL(address);
  }, [blob]);
  return { src, failed: isError };
}
