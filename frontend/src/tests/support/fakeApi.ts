/** Stands in for the API in tests: routes by "METHOD /path", and remembers what it was asked. */
import { vi } from "vitest";
import type { Problem, ProblemCode } from "@/types/api";

export type Asked = { method: string; path: string; query: URLSearchParams; headers: Headers; body: string };
type Handler = (asked: Asked) => Response | Promise<Response>;

export function fakeApi(routes: Record<string, Handler>) {
  const asked: Asked[] = [];
  const answer = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), location.origin), init);
    const { pathname: path, searchParams: query } = new URL(request.url);
    const question = { method: request.method, path, query, headers: request.headers, body: await request.text() };
    asked.push(question);
    const handler = routes[`${request.method} ${path}`];
    return handler ? handler(question) : problem(404, "not_found");
  };
  vi.stubGlobal("fetch", vi.fn(answer));
  return {
    asked,
    askedFor: (method: string, path: string) => asked.filter((one) => one.method === method && one.path === path),
  };
}

export const json = (body: unknown, status = 200): Response => Response.json(body, { status });

export function problem(status: number, code: ProblemCode, extras: Partial<Problem> = {}): Response {
  return json({ type: "about:blank", title: code, status, detail: code, code, request_id: "r", ...extras }, status);
}
