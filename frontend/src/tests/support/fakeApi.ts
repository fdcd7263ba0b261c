/** Stands in for the API in tests: routes by "METHOD /path", and keeps every request that came in. */
import { vi } from "vitest";
import type { Problem, ProblemCode } from "@/types/api";

export type ApiRequest = { method: string; path: string; query: URLSearchParams; headers: Headers; body: string };
type Handler = (request: ApiRequest) => Response | Promise<Response>;

export function fakeApi(routes: Record<string, Handler>) {
  const requests: ApiRequest[] = [];
  const respond = async (input: RequestInfo | URL, init?: RequestInit) => {
    const sent = new Request(input instanceof Request ? input : new URL(String(input), location.origin), init);
    const { pathname: path, searchParams: query } = new URL(sent.url);
    const request = { method: sent.method, path, query, headers: sent.headers, body: await sent.text() };
    requests.push(request);
    const handler = routes[`${request.method} ${path}`];
    return handler ? handler(request) : problem(404, "not_found");
  };
  vi.stubGlobal("fetch", vi.fn(respond));
  return {
    requests,
    requestsTo: (method: string, path: string) => requests.filter((one) => one.method === method && one.path === path),
  };
}

export const json = (body: unknown, status = 200): Response => Response.json(body, { status });

export function problem(status: number, code: ProblemCode, extras: Partial<Problem> = {}): Response {
  return json({ type: "about:blank", title: code, status, detail: code, code, request_id: "r", ...extras }, status);
}
