/** The session of this tab as a store for React: restored at the start, retried while the API is unreachable. */
import { accessToken, onSession, refreshSession, wasSignedIn } from "@/lib/api/auth";
import type { SessionStatus } from "@/types/auth";

const RETRY_MS = 15_000;
const nothing = () => undefined;

export type Session = {
  subscribe: (listener: () => void) => () => void;
  status: () => SessionStatus;
  /** Determines the status again: after a failure, or on a page that needs to know it. */
  restore: () => Promise<void>;
};

type Events = {
  /** Runs before the status changes, also when another tab signs out. */
  onSignedOut: () => void;
  /** Runs when the API cannot be reached, before the page is told so. */
  onUnreachable: () => Promise<void>;
  /** Runs when it can be reached again. */
  onBack: () => void;
};

export function createSession({ onSignedOut, onUnreachable, onBack }: Events): Session {
  let status: SessionStatus = "checking";
  let stopListening: () => void = nothing;
  let stopRetrying: () => void = nothing;
  const listeners = new Set<() => void>();

  function set(next: SessionStatus): void {
    if (next === status) return;
    if (next === "signed-in" && status === "unreachable") onBack();
    status = next;
    stopRetrying();
    stopRetrying = next === "unreachable" && listeners.size > 0 ? keepTrying(restore) : nothing;
    for (const listener of listeners) listener();
  }

  async function restore(): Promise<void> {
    const next = accessToken() ? "signed-in" : await refreshSession();
    if (next === "unreachable") await onUnreachable().catch(nothing);
    set(next);
  }

  function start(): void {
    stopListening = onSession((event) => {
      if (event === "signed-out") onSignedOut();
      set(event);
    });
    if (wasSignedIn()) void restore();
    else if (status === "checking") set("signed-out");
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) start();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      stopListening();
      stopRetrying();
      stopRetrying = nothing;
    };
  }

  return { subscribe, status: () => status, restore };
}

/** Calls `restore` every 15 seconds and whenever the phone is back online. */
function keepTrying(restore: () => Promise<void>): () => void {
  const again = () => void restore();
  const timer = setInterval(again, RETRY_MS);
  window.addEventListener("online", again);
  return () => {
    clearInterval(timer);
    window.removeEventListener("online", again);
  };
}
