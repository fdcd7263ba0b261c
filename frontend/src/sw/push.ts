/// <reference lib="webworker" />
/**
 * Pushes: every one shows a notice, also one that cannot be read, or the browser takes the permission
 * away. Then it tells the server, so that no SMS says the same; a notice that came too late is closed again.
 */

export type Message = {
  title: string;
  body: string;
  tag: string;
  url: string;
  kind: string;
  actions: { action: string; title: string }[];
  badge: number | null;
  receipt: string | null;
};

type Worker = Pick<ServiceWorkerGlobalScope, "registration" | "clients" | "navigator" | "fetch" | "location">;

const UNREADABLE: Message = {
  title: "WageWars",
  body: "Something new is in your inbox.",
  tag: "wagewars",
  url: "/dashboard",
  kind: "",
  actions: [],
  badge: null,
  receipt: null,
};
const API = "/api/v1";

/** Reads a message; what is missing or wrong in it gets a plain value. */
export function readMessage(text: string | null): Message {
  let given: unknown = null;
  try {
    given = JSON.parse(text ?? "");
  } catch {
    return UNREADABLE;
  }
  if (typeof given !== "object" || given === null) return UNREADABLE;
  const found = given as Record<string, unknown>;
  const word = (name: "title" | "body" | "tag" | "kind"): string =>
    typeof found[name] === "string" && found[name] !== "" ? found[name] : UNREADABLE[name];
  return {
    title: word("title"),
    body: word("body"),
    tag: word("tag"),
    kind: word("kind"),
    url: pageOf(found.url),
    actions: Array.isArray(found.actions) ? found.actions.filter(isAction) : [],
    badge: typeof found.badge === "number" ? found.badge : null,
    receipt: typeof found.receipt === "string" ? found.receipt : null,
  };
}

export async function showPush(worker: Worker, text: string | null): Promise<void> {
  const message = readMessage(text);
  await worker.registration.showNotification(message.title, {
    body: message.body,
    tag: message.tag,
    icon: "/icons/icon-192.png",
    data: { url: message.url, kind: message.kind, receipt: message.receipt },
    // Not in the types yet, and ignored where a browser does not know them.
    ...{ actions: message.actions, renotify: true, requireInteraction: message.actions.length > 1 },
  });
  await Promise.allSettled([setBadge(worker, message.badge), sayShown(worker, message)]);
}

/** Opens the page in a tab of ours if there is one; "Ready" is said to the server before that. */
export async function openFrom(worker: Worker, action: string, data: unknown): Promise<void> {
  const url = pageOf((data as { url?: unknown } | null)?.url);
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((one) => one.visibilityState === "visible") ?? tabs[0];
  // The browser lets us focus or open once, and only for a moment after the tap: so that comes first.
  const opening = tab ? goTo(tab, url) : worker.clients.openWindow(url);
  await Promise.allSettled([opening, action === "ready" ? sayReady(worker, url) : null]);
}

async function goTo(tab: WindowClient, url: string): Promise<void> {
  const focused = await tab.focus();
  if (new URL(focused.url).pathname !== url) await focused.navigate(url);
}

async function sayShown(worker: Worker, { receipt, tag }: Message): Promise<void> {
  if (receipt === null) return;
  const answer = await worker.fetch(`${API}/notifications/push-receipts`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ receipt }),
  });
  if (!answer.ok || !((await answer.json()) as { is_over?: boolean }).is_over) return;
  // Read or answered meanwhile, perhaps on another device. A newer one about the same stays.
  for (const notice of await worker.registration.getNotifications({ tag }))
    if ((notice.data as { receipt?: unknown } | null)?.receipt === receipt) notice.close();
}

/** Readies the match as its player, who is signed in here by a cookie; else the page asks them. */
async function sayReady(worker: Worker, url: string): Promise<void> {
  const match = /^\/matches\/(\d+)$/.exec(url)?.[1];
  if (!match) return;
  const signedIn = await worker.fetch(`${API}/auth/refresh`, { method: "POST", credentials: "same-origin" });
  if (!signedIn.ok) return;
  const { access_token } = (await signedIn.json()) as { access_token: string };
  await worker.fetch(`${API}/matches/${match}/ready`, {
    method: "POST",
    headers: { Authorization: `Bearer ${access_token}`, "Idempotency-Key": crypto.randomUUID() },
  });
}

async function setBadge(worker: Worker, count: number | null): Promise<void> {
  const { navigator } = worker;
  if (count === null || !("setAppBadge" in navigator)) return;
  await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge());
}

/** A page of ours, never another site. */
const pageOf = (url: unknown): string => (typeof url === "string" && /^\/(?![/\\])/.test(url) ? url : UNREADABLE.url);

const isAction = (one: unknown): one is { action: string; title: string } =>
  typeof one === "object" &&
  one !== null &&
  typeof (one as { action?: unknown }).action === "string" &&
  typeof (one as { title?: unknown }).title === "string";
