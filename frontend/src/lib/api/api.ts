/** The typed API client: every path, body and response is checked against openapi.json at compile time. */
import createFetchClient from "openapi-fetch";
import { authorisedFetch } from "@/lib/api/auth";
import type { paths } from "@/lib/api/schema";

export const api = createFetchClient<paths, "application/json" | "application/problem+json">({
  baseUrl: typeof location === "undefined" ? "" : location.origin,
  credentials: "same-origin",
  fetch: (request) => authorisedFetch(request),
});

/** Returns the data of a response, or throws its problem. */
export function orThrow<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.error !== undefined || !answer.response.ok)
    throw answer.error ?? new Error(`HTTP ${answer.response.status}`);
  return answer.data as T;
}
