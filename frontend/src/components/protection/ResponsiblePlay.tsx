/** Limits, breaks, and who helps. */
import { Loaded } from "@/components/Loaded";
import { Breaks } from "@/components/protection/Breaks";
import { Limits } from "@/components/protection/Limits";
import { Reminder } from "@/components/protection/Reminder";
import { Notice } from "@/components/ui/Notice";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useProtection } from "@/hooks/profile/useProtection";
import { HELPLINE, LICENCE } from "@/lib/protection/notices";
import { fullMoment } from "@/lib/protection/copy";
import type { Exclusion } from "@/types/protection";

export function ResponsiblePlay() {
  return (
    <div className="space-y-10">
      <Loaded
        query={useProtection()}
        skeleton={<SkeletonRows label="Loading your limits" rows={6} />}
        failed="Your limits did not load"
      >
        {({ exclusion, limits }) => (
          <>
            {exclusion ? <InForce exclusion={exclusion} /> : null}
            <Breaks exclusion={exclusion} />
            <Limits limits={limits} />
            <Reminder />
          </>
        )}
      </Loaded>
      <section aria-labelledby="talk">
        <h2 id="talk" className="display mb-2 text-lg">
          Talk to somebody
        </h2>
        {HELPLINE ? <p className="font-semibold wrap-anywhere">{HELPLINE}</p> : null}
        <p className="text-sm text-soft">
          If play costs you more than you want, in money or in sleep, tell somebody you trust.
        </p>
        {LICENCE ? <p className="mt-4 text-xs text-muted wrap-anywhere">{LICENCE}</p> : null}
      </section>
    </div>
  );
}

const TITLES: Record<Exclusion["kind"], string> = {
  time_out: "You are taking a time-out",
  self_exclusion: "You have excluded yourself",
  pause: "You pause after several losses",
};

function InForce({ exclusion: { kind, ends_at } }: { exclusion: Exclusion }) {
  return (
    <Notice title={TITLES[kind]}>
      Until {fullMoment(ends_at)} you cannot play or deposit. Nobody can end it earlier, our staff neither. You can
      withdraw your money at any time.
    </Notice>
  );
}
