/// <reference lib="webworker" />
/** The service worker: keeps the app's shell on the phone. It never caches responses of the API. */
import { NavigationRoute, Serwist, type PrecacheEntry, type SerwistGlobalConfig } from "serwist";
import { openFrom, showPush } from "./push";

declare global {
  interface WorkerGlobalScope extends SerwistGlobalConfig {
    __SW_MANIFEST: (PrecacheEntry | string)[] | undefined;
  }
}
declare const self: ServiceWorkerGlobalScope;

/** Pages whose address holds an id share one prerendered shell; Next reads the id after hydration. */
const DYNAMIC: readonly (readonly [RegExp, string])[] = [
  [/^\/matches\/[^/]+\/?$/, "/matches/[id]"],
  [/^\/matches\/challenge\/[^/]+\/?$/, "/matches/challenge/[code]"],
  [/^\/tournaments\/[^/]+\/?$/, "/tournaments/[id]"],
  [/^\/players\/[^/]+\/?$/, "/players/[username]"],
];
const OFFLINE = "/offline";

const worker = new Serwist({
  precacheEntries: self.__SW_MANIFEST ?? [],
  precacheOptions: { cleanupOutdatedCaches: true, ignoreURLParametersMatching: [/.*/] },
  // A new version waits for the player's consent, so that no match is interrupted by a reload.
  skipWaiting: false,
  clientsClaim: true,
  disableDevLogs: true,
  runtimeCaching: [],
});

worker.registerRoute(
  new NavigationRoute(
    async ({ request, url }) => {
      const shell = DYNAMIC.find(([pattern]) => pattern.test(url.pathname))?.[1];
      const kept = shell ? await worker.matchPrecache(shell) : undefined;
      if (kept) return kept;
      try {
        return await fetch(request);
      } catch {
        return (await worker.matchPrecache(OFFLINE)) ?? Response.error();
      }
    },
    { denylist: [/^\/api\//, /^\/_next\//, /^\/ws/] },
  ),
);
worker.addEventListeners();

self.addEventListener("message", (event) => {
  const data: unknown = event.data;
  if (typeof data === "object" && data !== null && "type" in data && data.type === "SKIP_WAITING")
    void self.skipWaiting();
});

self.addEventListener("push", (event) => event.waitUntil(showPush(self, event.data?.text() ?? null)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openFrom(self, event.action, event.notification.data));
});
