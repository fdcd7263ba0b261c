/** A switch for each kind of notification and channel; those that are always on say why. */
import { Lock } from "lucide-react";
import { Loaded } from "@/components/Loaded";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { toast } from "@/components/ui/Toast";
import { useChangePreference, usePreferences } from "@/hooks/usePreferences";
import { sentenceFor } from "@/lib/api/problem";
import { CHANNEL_NAME, GROUP_NAME, KIND_NAME, WHY_REQUIRED } from "@/lib/copy/notifications";
import type { KindPreference, NotificationGroup } from "@/types/notification";

const GROUPS = Object.keys(GROUP_NAME) as NotificationGroup[];

export function PreferenceList() {
  return (
    <Loaded
      query={usePreferences()}
      skeleton={<SkeletonRows label="Loading your settings" rows={6} />}
      failed="Your settings could not be loaded"
    >
      {({ items }) => (
        <div className="space-y-10">
          {GROUPS.map((group) => (
            <Group key={group} group={group} kinds={items.filter((kind) => kind.group === group)} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Group({ group, kinds }: { group: NotificationGroup; kinds: readonly KindPreference[] }) {
  const required = kinds.filter((kind) => kind.required);
  const optional = kinds.filter((kind) => !kind.required);
  if (kinds.length === 0) return null;
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`} className="display mb-3 text-lg">
        {GROUP_NAME[group]}
      </h2>
      {optional.length > 0 ? (
        <ul className="divide-y divide-line border-y border-line">
          {optional.map((kind) => (
            <Switches key={kind.type} kind={kind} />
          ))}
        </ul>
      ) : null}
      {required.length > 0 ? <AlwaysOn group={group} kinds={required} /> : null}
    </section>
  );
}

function AlwaysOn({ group, kinds }: { group: NotificationGroup; kinds: readonly KindPreference[] }) {
  return (
    <div className="mt-3 rounded-lg bg-raised px-4 py-3">
      <h3 className="flex items-center gap-2 text-sm font-bold">
        <Lock aria-hidden className="size-4 shrink-0" /> Always on
      </h3>
      <p className="mt-1 text-sm text-soft">{WHY_REQUIRED[group]}</p>
      <ul className="mt-2 space-y-1.5 text-sm">
        {kinds.map((kind) => (
          <li key={kind.type} className="flex flex-wrap justify-between gap-x-3">
            <span className="font-semibold">{KIND_NAME[kind.type]}</span>
            <span className="text-muted">{kind.channels.map(({ channel }) => CHANNEL_NAME[channel]).join(", ")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Switches({ kind }: { kind: KindPreference }) {
  const change = useChangePreference();
  const name = KIND_NAME[kind.type];
  return (
    <li className="py-3">
      <fieldset className="min-w-0">
        <legend className="font-semibold">{name}</legend>
        <div className="mt-1 flex flex-wrap gap-x-6">
          {kind.channels.map(({ channel, is_on }) => (
            <label key={channel} className="flex min-h-12 items-center gap-2.5 text-sm">
              <input
                type="checkbox"
                role="switch"
                checked={is_on}
                aria-label={`${name}: ${CHANNEL_NAME[channel]}`}
                onChange={() =>
                  change.mutate(
                    { type: kind.type, channel, is_on: !is_on },
                    { onError: (error) => toast.bad(sentenceFor(error)) },
                  )
                }
                className="switch"
              />
              {CHANNEL_NAME[channel]}
            </label>
          ))}
        </div>
      </fieldset>
    </li>
  );
}
