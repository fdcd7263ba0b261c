/** The movements of the wallet: on screen page by page, or as a file. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { api, orThrow } from "@/lib/api/api";
import { fileName } from "@/lib/api/download";
import { read, write } from "@/lib/api/storage";
import { statementQuery, type FileKind, type Filters } from "@/lib/format/statement";
import type { Language } from "@/types/transaction";

const STATEMENT = "/api/v1/payments/transactions";
const DETAIL = "/api/v1/payments/transactions/{line_id}";

/** Movements, newest first. */
export const statementQueryOptions = (filters: Filters, lang: Language) => {
  const wanted = statementQuery(filters, lang);
  return infiniteQueryOptions({
    queryKey: ["get", STATEMENT, "pages", wanted],
    queryFn: async ({ pageParam, signal }) =>
      orThrow(
        await api.GET(STATEMENT, {
          params: { query: { limit: 20, ...wanted, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
};

/** One movement with the legs behind it. */
export const statementDetailQueryOptions = (id: number, lang: Language) =>
  queryOptions({
    queryKey: ["get", DETAIL, id, lang],
    queryFn: async ({ signal }) =>
      orThrow(await api.GET(DETAIL, { params: { path: { line_id: id }, query: { lang } }, signal })),
  });

export const useStatement = (filters: Filters, lang: Language) =>
  useInfiniteQuery(statementQueryOptions(filters, lang));

export const useStatementDetail = (id: number, lang: Language) => useQuery(statementDetailQueryOptions(id, lang));

/** The same movements as a file; a plain link cannot carry the bearer token. */
export function useStatementFile(filters: Filters, lang: Language) {
  return useMutation({
    mutationFn: async (format: FileKind): Promise<File> => {
      const answer = await api.GET(STATEMENT, {
        params: { query: { ...statementQuery(filters, lang), format } },
        parseAs: "blob",
      });
      // Typed as JSON, but with `format` the API sends bytes.
      const blob = orThrow<unknown>(answer) as Blob;
      const named = answer.response.headers.get("Content-Disposition");
      return new File([blob], fileName(named, `wagewars-statement.${format}`), {
        type: blob.type || (format === "csv" ? "text/csv" : "application/pdf"),
      });
    },
  });
}

const languageListeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  languageListeners.add(listener);
  return () => void languageListeners.delete(listener);
};
const stored = (): Language => (read("statement-language") === "sw" ? "sw" : "en");

/** The language of the movements' descriptions, remembered on this phone. */
export function useStatementLanguage(): [Language, (lang: Language) => void] {
  const lang = useSyncExternalStore(subscribe, stored, () => "en" as const);
  const choose = useCallback((next: Language) => {
    write("statement-language", next);
    for (const listener of languageListeners) listener();
  }, []);
  return [lang, choose];
}
