/**
 * A browser that gets pushes: its subscription is one at the simulated push service, which decrypts what our
 * server sends; the DevTools hand that to our service worker, as a push service would.
 */
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chromium, expect, type BrowserContext, type LaunchOptions, type Page } from "@playwright/test";
import { pushesTo, subscribeBrowser } from "../support/simulator";
import { Desktop, type Notice } from "./desktop";

export class PushPhone {
  private delivered = 0;
  private registration = "";

  private constructor(
    readonly page: Page,
    readonly desktop: Desktop,
    private readonly origin: string,
    private readonly profile: string,
    private readonly subscriptions: string[],
  ) {}

  /**
   * Starts a browser with a profile of its own: notices of a private window cannot be tapped. Null if it shows
   * no notifications, as the one of the npm package does (`headless_shell`).
   */
  static async start(launch: LaunchOptions, baseURL: string): Promise<PushPhone | null> {
    const desktop = await Desktop.start();
    const profile = await mkdtemp(path.join(os.tmpdir(), "phone-"));
    const context = await chromium.launchPersistentContext(profile, {
      ...launch,
      env: { ...launch.env, DBUS_SESSION_BUS_ADDRESS: desktop.address },
      baseURL,
      viewport: { width: 390, height: 844 },
      locale: "en-KE",
    });
    const { origin } = new URL(baseURL);
    await context.grantPermissions(["notifications"], { origin });
    const subscriptions = await subscribeAtSimulator(context);
    const phone = new PushPhone(await context.newPage(), desktop, origin, profile, subscriptions);
    await phone.page.goto("/auth/login");
    if ((await phone.page.evaluate(() => Notification.permission)) === "granted") return phone;
    await phone.stop();
    return null;
  }

  async stop(): Promise<void> {
    await this.page.context().close();
    await this.desktop.stop();
    await rm(this.profile, { recursive: true, force: true });
  }

  /** What our server has sent to this browser, decrypted, oldest first. */
  async pushes(): Promise<Record<string, unknown>[]> {
    return (await Promise.all(this.subscriptions.map(pushesTo))).flat();
  }

  /** Waits for the next push and hands it to the service worker, which runs without a page too. */
  async receive(): Promise<Record<string, unknown>> {
    await expect.poll(async () => (await this.pushes()).length).toBeGreaterThan(this.delivered);
    const push = (await this.pushes())[this.delivered] ?? {};
    this.delivered += 1;
    await this.deliver(push);
    return push;
  }

  async deliver(push: Record<string, unknown>): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      this.registration = registrations.find(({ scopeURL }) => scopeURL.startsWith(this.origin))?.registrationId ?? "";
    });
    await devtools.send("ServiceWorker.enable");
    await expect.poll(() => this.registration).not.toBe("");
    const to = { origin: this.origin, registrationId: this.registration };
    await devtools.send("ServiceWorker.deliverPushMessage", { ...to, data: JSON.stringify(push) });
    await devtools.detach();
  }

  /** The only notice on the screen, once there is one. */
  async notice(): Promise<Notice> {
    await expect.poll(() => this.desktop.notices.size).toBe(1);
    const [notice] = this.desktop.notices.values();
    if (!notice) throw new Error("no notice");
    return notice;
  }
}

/** No real push service is reached from a test: pages subscribe at ours. Returns the names of the browsers. */
async function subscribeAtSimulator(context: BrowserContext): Promise<string[]> {
  const names: string[] = [];
  await context.exposeFunction("simulatedSubscription", async (serverKey: string) => {
    const given = await subscribeBrowser(serverKey);
    names.push(given.endpoint.split("/").at(-1) ?? "");
    return { ...given, serverKey };
  });
  await context.addInitScript(() => {
    type Given = { endpoint: string; keys: { p256dh: string; auth: string }; serverKey: string };
    const KEPT = "simulated-subscription";
    const bytes = (text: string) => {
      const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
      return Uint8Array.from(binary, (letter) => letter.charCodeAt(0)).buffer;
    };
    const asSubscription = (given: Given) => ({
      endpoint: given.endpoint,
      options: { applicationServerKey: bytes(given.serverKey) },
      getKey: (name: "p256dh" | "auth") => bytes(given.keys[name]),
      unsubscribe: () => Promise.resolve(localStorage.removeItem(KEPT)),
    });
    const { simulatedSubscription } = window as unknown as { simulatedSubscription: (key: string) => Promise<Given> };
    Object.assign(PushManager.prototype, {
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
        const given = await simulatedSubscription(applicationServerKey);
        localStorage.setItem(KEPT, JSON.stringify(given));
        return asSubscription(given);
      },
      getSubscription: () => {
        const kept = localStorage.getItem(KEPT);
        return Promise.resolve(kept && asSubscription(JSON.parse(kept) as Given));
      },
    });
  });
  return names;
}
