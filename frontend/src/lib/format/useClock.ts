/** Hooks that count seconds by the server's clock and re-render only when the figure changes. */
import { useSyncExternalStore } from "react";
import { serverNow } from "@/lib/format/clock";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls `listener` once a second. All listeners share one timer, which stops with the last of them. */
function everySecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Whole seconds until `until` (ISO), rounded up; 0 once it has passed. */
export function useSecondsLeft(until: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - serverNow()) / 1_000));
  return useSyncExternalStore(everySecond, left, left);
}

/** Whole seconds since `since` (ISO), rounded down; never negative. */
export function useSecondsSince(since: string): number {
  const passed = () => Math.max(0, Math.floor((serverNow() - Date.parse(since)) / 1_000));
  return useSyncExternalStore(everySecond, passed, passed);
}

/** Whether at least `seconds` have passed since `since` (ISO). */
export function useLongerThan(seconds: number, since: string): boolean {
  const isLonger = () => serverNow() >= Date.parse(since) + seconds * 1_000;
  return useSyncExternalStore(everySecond, isLonger, () => false);
}
