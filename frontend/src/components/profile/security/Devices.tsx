/** Where the player is logged in, and a way to end it. */
import { Loaded } from "@/components/Loaded";
import { Button } from "@/components/ui/Button";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useEndSessions, useSessions } from "@/hooks/profile/useSecurity";
import { sentenceFor } from "@/lib/api/problem";
import { moment } from "@/lib/format/time";
import type { Device } from "@/types/auth";

export function Devices() {
  return (
    <section aria-label="Devices">
      <h2 className="display mb-3 text-lg">Signed-in phones</h2>
      <Loaded
        query={useSessions()}
        skeleton={<SkeletonRows label="Loading your devices" rows={2} />}
        failed="Your devices did not load"
      >
        {(devices) => <List devices={devices} />}
      </Loaded>
    </section>
  );
}

function List({ devices }: { devices: Device[] }) {
  const end = useEndSessions();
  const logOut = (id: number | null) =>
    end.mutate(id, {
      onSuccess: () => toast.good(id === null ? "All other devices are logged out." : "That device is logged out."),
      onError: (error) => toast.bad(sentenceFor(error)),
    });
  return (
    <>
      <ul className="space-y-3">
        {devices.map((device) => (
          <li key={device.id} className="flex items-center justify-between gap-3 rounded-lg border border-edge p-3">
            <div className="min-w-0">
              <p className="font-semibold wrap-anywhere">{deviceName(device.user_agent)}</p>
              <p className="text-sm text-muted">
                {device.current ? "This device" : `Last used ${moment(device.last_used_at)}`}
              </p>
              {device.payouts_after ? (
                <p className="text-sm text-muted">
                  New to your account. Withdrawals from it open {moment(device.payouts_after)}.
                </p>
              ) : null}
            </div>
            {device.current ? null : (
              <Button tone="quiet" disabled={end.isPending} onClick={() => logOut(device.id)}>
                Log out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {devices.length > 1 ? (
        <Button tone="plain" wide className="mt-4" busy={end.isPending} onClick={() => logOut(null)}>
          Log out all other devices
        </Button>
      ) : null}
    </>
  );
}

const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux"];
const BROWSERS = [
  ["SamsungBrowser", "Samsung Internet"],
  ["OPR", "Opera"],
  ["Edg", "Edge"],
  ["Firefox", "Firefox"],
  ["Chrome", "Chrome"],
  ["CriOS", "Chrome"],
  ["Safari", "Safari"],
] as const;

/** "Chrome on Android", as far as a browser says what it is. */
export function deviceName(userAgent: string): string {
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1] ?? "An app";
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  return system ? `${browser} on ${system}` : browser;
}
