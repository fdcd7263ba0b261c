/** The movements of the wallet: on screen page by page, or as a file. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { api, orThrow } from "@/lib/api/api";
import { statementQuery, fileName, type FileKind, type Filters } from "@/lib/format/statement";
import { read, write } from "@/lib/api/storage";
import type { Language } from "@/types/transaction";

const STATEMENT = "/api/v1/payments/transactions";
const DETAIL = "/api/v1/payments/transactions/{line_id}";

/** Movements, newest first. */
export function useStatement(filters: Filters, lang: Language) {
  const asked = statementQuery(filters, lang);
  return useInfiniteQuery({
    queryKey: ["get", STATEMENT, "pages", asked],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(
        await api.GET(STATEMENT, {
          params: { query: { limit: 20, ...asked, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** One movement with the legs behind it. */
export const useStatementDetail = (id: number, lang: Language) =>
  useQuery({
    queryKey: ["get", DETAIL, id, lang],
    queryFn: async ({ signal }) =>
      orThrow(await api.GET(DETAIL, { params: { path: { line_id: id }, query: { lang } }, signal })),
  });

/** The same movements as a file; it needs our token, so a plain link would not do. */
export function useStatementFile(filters: Filters, lang: Language) {
  return useMutation({
    mutationFn: async (format: FileKind): Promise<File> => {
      const answer = await api.GET(STATEMENT, {
        params: { query: { ...statementQuery(filters, lang), format } },
        parseAs: "blob",
      });
      // Typed as JSON, but we asked for bytes.
      const blob = orThrow<unknown>(answer) as Blob;
      return new File([blob], fileName(format, answer.response.headers.get("Content-Disposition")), {
        type: blob.type || (format === "csv" ? "text/csv" : "application/pdf"),
      });
    },
  });
}

const heard = new Set<() => void>();
const listen = (listener: () => void) => {
  heard.add(listener);
  return () => void heard.delete(listener);
};
const stored = (): Language => (read("statement-language") === "sw" ? "sw" : "en");

/** The language of the sentences, remembered on this phone. */
export function useStatementLanguage(): [Language, (lang: Language) => void] {
  const lang = useSyncExternalStore(listen, stored, () => "en" as const);
  const choose = useCallback((next: Language) => {
    write("statement-language", next);
    for (const listener of heard) listener();
  }, []);
  return [lang, choose];
}
