/**
 * Who is signed in on this phone: the access token lives in memory only, the refresh token in an
 * httpOnly cookie. One tab at a time refreshes (Web Locks) and sends the others the new token.
 */
import { learnServerTime } from "@/lib/format/clock";
import { deviceHeader } from "@/lib/api/device";
import { loadSentences } from "@/lib/api/problem";
import { forget, forgetStep, keepStep, read, write } from "@/lib/api/storage";
import type { Token } from "@/types/auth";

export type SessionEvent = "signed-in" | "signed-out";
type Message = { token: string | null };
export type RefreshOutcome = SessionEvent | "unreachable";

let token: string | null = null;
let refreshing: Promise<RefreshOutcome> | null = null;
let channel: BroadcastChannel | null = null;
const listeners = new Set<(event: SessionEvent) => void>();

export const accessToken = (): string | null => token;

/** True when this phone was signed in last time; otherwise no refresh is tried at the start. */
export const wasSignedIn = (): boolean => read("signed-in") === "1";

export function onSession(listener: (event: SessionEvent) => void): () => void {
  openChannel();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startSession(fresh: string): void {
  adopt(fresh);
  openChannel()?.postMessage({ token: fresh } satisfies Message);
}

export function endSession(): void {
  adopt(null);
  openChannel()?.postMessage({ token: null } satisfies Message);
}

/** Gets a new access token; one request at a time in this tab, and one tab at a time. */
export function refreshSession(): Promise<RefreshOutcome> {
  refreshing ??= refreshInTurn(token).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refreshInTurn(stale: string | null): Promise<RefreshOutcome> {
  if (!("locks" in navigator)) return requestToken();
  return navigator.locks.request("ww.refresh", () => {
    // Another tab was quicker and has sent us its token: use that one.
    if (token !== null && token !== stale) return "signed-in";
    return requestToken();
  });
}

async function requestToken(): Promise<RefreshOutcome> {
  try {
    const answer = await fetch("/api/v1/auth/refresh", {
      method: "POST",
      credentials: "same-origin",
      headers: deviceHeader(),
    });
    learnServerTime(answer.headers.get("Date"));
    if (answer.ok) {
      startSession(((await answer.json()) as Token).access_token);
      return "signed-in";
    }
    if (answer.status !== 401 && answer.status !== 403) return "unreachable";
    endSession();
    return "signed-out";
  } catch {
    return "unreachable";
  }
}

/** Logs in, staff with a code of their authenticator; throws the API's problem when it refuses. */
export async function logIn(username: string, password: string, code?: string): Promise<void> {
  const answer = await fetch("/api/v1/auth/login", {
    method: "POST",
    credentials: "same-origin",
    headers: deviceHeader(),
    body: new URLSearchParams({ username, password, ...(code && { code }) }),
  });
  learnServerTime(answer.headers.get("Date"));
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) await loadSentences();
  if (!answer.ok) throw body ?? new Error(`HTTP ${answer.status}`);
  forgetStep("left");
  startSession((body as Token).access_token);
}

/** Logs out: on this phone in any case, and on the server if it can be reached. */
export async function logOut(): Promise<void> {
  const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
  await fetch("/api/v1/auth/logout", { method: "POST", credentials: "same-origin", ...(headers && { headers }) }).catch(
    () => undefined,
  );
  keepStep("left", location.pathname);
  endSession();
}

/** Sends a request as the player; when the token has run out, refreshes once and sends it again. */
export async function authorisedFetch(request: Request): Promise<Response> {
  const used = token;
  const first = await send(request.clone(), used);
  if (first.status !== 401 || used === null) return first;
  if (token === used && (await refreshSession()) !== "signed-in") return first;
  return send(request, token);
}

async function send(request: Request, bearer: string | null): Promise<Response> {
  if (bearer) request.headers.set("Authorization", `Bearer ${bearer}`);
  const answer = await fetch(request);
  learnServerTime(answer.headers.get("Date"));
  if (answer.status >= 400) await loadSentences();
  return answer;
}

function adopt(next: string | null): void {
  token = next;
  if (next) write("signed-in", "1");
  else forget("signed-in");
  for (const listener of listeners) listener(next ? "signed-in" : "signed-out");
}

function openChannel(): BroadcastChannel | null {
  if (channel || typeof BroadcastChannel === "undefined") return channel;
  channel = new BroadcastChannel("ww.session");
  channel.onmessage = (event: MessageEvent<Message>) => adopt(event.data.token);
  return channel;
}
