/** The typed client: every path, body and answer is checked against openapi.json when we compile. */
import createFetchClient from "openapi-fetch";
import { authorisedFetch } from "@/lib/api/auth";
import type { paths } from "@/lib/api/schema";

export const api = createFetchClient<paths>({
  baseUrl: typeof location === "undefined" ? "" : location.origin,
  credentials: "same-origin",
  fetch: (request) => authorisedFetch(request),
});

/** Unwraps an answer: the data, or the problem thrown. */
export function orThrow<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.error !== undefined || !answer.response.ok)
    throw answer.error ?? new Error(`HTTP ${answer.response.status}`);
  return answer.data as T;
}
