/**
 * Calls to a match or a challenge: which the player has closed, and which made a sound. Kept for the whole
 * browser, so that a second tab, a reload and a push that opens the app do not call again.
 */
import { read, write } from "@/lib/api/storage";
import { playTone } from "@/lib/device/sound";

const MOST = 20;
const listeners = new Set<() => void>();

function keysOf(list: "alarms-closed" | "alarms-sounded"): readonly string[] {
  try {
    const kept: unknown = JSON.parse(read(list) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}

/** Remembers the key; false if it was there already. */
function remember(list: "alarms-closed" | "alarms-sounded", key: string): boolean {
  const keys = keysOf(list);
  if (keys.includes(key)) return false;
  write(list, JSON.stringify([...keys, key].slice(-MOST)));
  return true;
}

export const isClosed = (key: string): boolean => keysOf("alarms-closed").includes(key);

/** Closes the call here and, by the event of the storage, in every other tab. */
export function closeAlarm(key: string): void {
  remember("alarms-closed", key);
  for (const listener of listeners) listener();
}

export function watchAlarms(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** Vibrates and sounds, in the first tab that asks. */
export function sound(key: string): void {
  if (!remember("alarms-sounded", key)) return;
  navigator.vibrate?.([200, 100, 200, 100, 400]);
  playTone();
}

const CALLS: readonly unknown[] = ["match_found", "tournament_match", "opponent_ready", "challenge_received"];

/** Takes the calls off the phone's screen, but for the one `about` a match or challenge that still calls. */
export async function closeNotices(about: string | null): Promise<void> {
  try {
    const worker = "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration() : undefined;
    for (const notice of (await worker?.getNotifications?.()) ?? [])
      if (notice.tag !== about && CALLS.includes((notice.data as { kind?: unknown } | null)?.kind)) notice.close();
  } catch {
    // They stay until their time is over, as where the browser cannot list them.
  }
}
