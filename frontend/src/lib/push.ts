/** Switches pushes on and off in this browser, and keeps the server's knowledge of it fresh. */
import { api, orThrow } from "@/lib/api/api";

/**
 * `off`: it may be asked. `on`: this browser shows notifications. `denied`: its player refused in the browser.
 * `home-screen`: an iPhone shows them only when the app is on its home screen. `unreachable`: its push service
 * does not answer. `unsupported`: this browser cannot.
 */
export type PushState = "off" | "on" | "denied" | "home-screen" | "unreachable" | "unsupported";

const SUBSCRIPTIONS = "/api/v1/notifications/push-subscriptions";
const LONGEST_MS = 10_000;

export async function pushState(): Promise<PushState> {
  if (!isSupported()) return isApple() ? "home-screen" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  const found = await (await registration())?.pushManager.getSubscription();
  return found && Notification.permission === "granted" ? "on" : "off";
}

/** Asks for the permission, so it must run in a tap; then subscribes, which some phones never finish. */
export async function switchOn(): Promise<PushState> {
  if (!isSupported()) return pushState();
  if ((await Notification.requestPermission()) !== "granted") return pushState();
  try {
    return await withinTime(subscribe());
  } catch {
    return "unreachable";
  }
}

/** At each start: binds this browser to whoever is signed in, and subscribes anew after a change of our key. */
export async function renew(): Promise<void> {
  if ((await pushState()) !== "on") return;
  await withinTime(subscribe()).catch(() => undefined);
}

/** The next player on this phone gets nothing that was meant for the one before. */
export async function leave(): Promise<void> {
  if (!isSupported()) return;
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
  if ("clearAppBadge" in navigator) await navigator.clearAppBadge();
}

/** Subscribes anew where the push service does not know this browser any more; for a tap. */
export async function switchOnAnew(): Promise<PushState> {
  await leave();
  return switchOn();
}

async function subscribe(): Promise<PushState> {
  const worker = await navigator.serviceWorker.ready;
  const { public_key } = orThrow(await api.GET("/api/v1/notifications/vapid-key"));
  const old = await worker.pushManager.getSubscription();
  const fits = old !== null && inBase64url(old.options.applicationServerKey) === public_key;
  if (old && !fits) await old.unsubscribe();
  const subscription =
    old && fits ? old : await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: public_key });
  const { endpoint } = subscription;
  const keys = { p256dh: inBase64url(subscription.getKey("p256dh")), auth: inBase64url(subscription.getKey("auth")) };
  const answer = await api.POST(SUBSCRIPTIONS, { body: { endpoint, keys, server_key: public_key } });
  if (!answer.response.ok) throw answer.error ?? new Error(`HTTP ${answer.response.status}`);
  return "on";
}

function withinTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the push service does not answer")), LONGEST_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const registration = () => navigator.serviceWorker.getRegistration();

const isSupported = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** iPads call themselves Macs, but have fingers. */
const isApple = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);

export const inBase64url = (bytes: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
