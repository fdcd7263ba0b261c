/** Pictures as evidence: those that the player may see, and uploading more. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { usePollInterval } from "@/hooks/useWebSocket";
import { api, orThrow } from "@/lib/api/api";
import { upload } from "@/lib/api/upload";
import { refresh } from "@/lib/live/live";
import { shrink } from "@/lib/device/shrink";
import type { Evidence } from "@/types/match";

const EVIDENCE = "/api/v1/matches/{match_id}/evidence";
const PICTURE = "/api/v1/matches/{match_id}/evidence/{picture_id}";

export const evidenceQueryOptions = (id: number) =>
  queryOptions({
    queryKey: ["get", EVIDENCE, id],
    queryFn: async ({ signal }) => orThrow(await api.GET(EVIDENCE, { params: { path: { match_id: id } }, signal })),
  });

/** The bytes of one picture; a plain link cannot carry the bearer token. */
export const pictureQueryOptions = (matchId: number, pictureId: number) =>
  queryOptions({
    queryKey: ["get", PICTURE, matchId, pictureId],
    queryFn: async ({ signal }) => {
      const answer = await api.GET(PICTURE, {
        params: { path: { match_id: matchId, picture_id: pictureId } },
        parseAs: "blob",
        signal,
      });
      return orThrow<unknown>(answer) as Blob;
    },
    staleTime: Infinity,
  });

export function useEvidence(id: number) {
  const refetchInterval = usePollInterval({ live: 60_000, down: 20_000 });
  return useQuery({ ...evidenceQueryOptions(id), refetchInterval });
}

/** Nothing is requested while `enabled` is false. */
export const usePicture = (matchId: number, pictureId: number, enabled: boolean) =>
  useQuery({ ...pictureQueryOptions(matchId, pictureId), enabled });

/** A picture that is being uploaded: `share` of it is sent (0..1), or `error` says why it failed. */
export type Upload = {
  id: number;
  name: string;
  share: number;
  error: unknown;
  retry: () => void;
  dismiss: () => void;
};

let count = 0;

/** Uploads pictures one after the other, each shrunk first; one that fails stays in the list for a retry. */
export function useSendEvidence(id: number) {
  const queries = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);

  const change = useCallback((which: number, changes: Partial<Upload>) => {
    setUploads((all) => all.map((one) => (one.id === which ? { ...one, ...changes } : one)));
  }, []);

  const sendOne = useCallback(
    async (which: number, file: File, note: string) => {
      change(which, { share: 0, error: null });
      try {
        const form = new FormData();
        form.append("pictures", await shrink(file), file.name);
        if (note) form.append("note", note);
        const seen = await upload(`/api/v1/matches/${id}/evidence`, form, (share) => change(which, { share }));
        queries.setQueryData(evidenceQueryOptions(id).queryKey, seen as Evidence);
        setUploads((all) => all.filter((one) => one.id !== which));
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
      setUploads((all) => [
        ...all,
        ...entries.map(({ file, id: which }) => ({
          id: which,
          name: file.name,
          share: 0,
          error: null,
          retry: () => void sendOne(which, file, note),
          dismiss: () => setUploads((rest) => rest.filter((one) => one.id !== which)),
        })),
      ]);
      // One at a time: two uploads at once slow each other down, and on a weak connection both fail.
      for (const { file, id: which } of entries) await sendOne(which, file, note);
    },
    [sendOne],
  );
  return { uploads, send };
}
