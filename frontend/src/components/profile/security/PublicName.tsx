/** The switch that shows the player's username beside their results; off until they agree. */
import { ErrorNotice } from "@/components/ErrorNotice";
import { Loaded } from "@/components/Loaded";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useConsent, useConsents } from "@/hooks/profile/useConsents";
import { PUBLIC_NAME_SENTENCE, PUBLIC_NAME_VERSION } from "@/lib/copy/legal";

export function PublicName() {
  const consent = useConsent();
  return (
    <section aria-labelledby="public-name">
      <h2 id="public-name" className="display mb-2 text-lg">
        Your name
      </h2>
      <ErrorNotice error={consent.error} />
      <Loaded
        query={useConsents()}
        skeleton={<SkeletonRows label="Loading what you agreed to" rows={1} />}
        failed="What you agreed to did not load"
      >
        {({ items, shown_as }) => {
          const given = items.some((item) => item.subject === "public_name" && item.given);
          return (
            <>
              <label className="flex min-h-12 items-center gap-3">
                <input
                  type="checkbox"
                  role="switch"
                  className="switch shrink-0"
                  checked={given}
                  disabled={consent.isPending}
                  onChange={() =>
                    consent.mutate({ subject: "public_name", version: PUBLIC_NAME_VERSION, given: !given })
                  }
                />
                <span>{PUBLIC_NAME_SENTENCE}</span>
              </label>
              <p role="status" className="mt-2 text-sm wrap-anywhere text-muted">
                Everybody sees <bdi className="font-semibold">{shown_as}</bdi>. Your opponents see your username in any
                case.
              </p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
