/** The player's names in the game: what linking does, and the status of each name. */
import dynamic from "next/dynamic";
import { useState } from "react";
import { ChevronRight, Plus } from "lucide-react";
import { Loaded } from "@/components/Loaded";
import { LoadingSpinner } from "@/components/ui/LoadingSpinner";
import { SkeletonRows } from "@/components/ui/Skeleton";
import { useGameAccounts, useVerificationService } from "@/hooks/profile/useGameAccounts";
import { useMe } from "@/hooks/profile/useProfile";
import { ACCOUNT_NAME, PLATFORMS, SERVICE_SENTENCE, ACCOUNT_STATUS, accountStatus } from "@/lib/copy/gameAccounts";
import type { Platform, Verifying } from "@/types/match";
import type { GameAccount } from "@/types/user";
import { cx } from "@/lib/utils";

const GameAccountSheet = dynamic(() => import("@/components/profile/GameAccountSheet").then((m) => m.GameAccountSheet));

/** `first`: the platform whose sheet is open at once. */
export function GameAccounts({ first = null }: { first?: Platform | null }) {
  const accounts = useGameAccounts();
  const { data: service } = useVerificationService();
  const { data: me } = useMe();
  const [open, setOpen] = useState<Platform | null>(first);
  const accountOn = (platform: Platform) => accounts.data?.find((one) => one.platform === platform);
  return (
    <div className="space-y-6">
      <p className="text-soft">
        Your opponent sees the name and invites you by it. Where Activision shows your matches, we can also look a match
        up there: that often settles a disagreement without a referee.
      </p>
      <Loaded
        query={accounts}
        skeleton={<SkeletonRows label="Loading your names" rows={5} />}
        failed="Your names could not be loaded"
      >
        {() => (
          <ul className="space-y-3">
            {PLATFORMS.map((platform) => (
              <Row
                key={platform}
                platform={platform}
                account={accountOn(platform)}
                plain={platform === "acti" ? (me?.cod_username ?? null) : null}
                service={service}
                onOpen={() => setOpen(platform)}
              />
            ))}
          </ul>
        )}
      </Loaded>
      <Promises service={service} />
      {open ? (
        <GameAccountSheet
          platform={open}
          account={accountOn(open)}
          suggested={open === "acti" ? (me?.cod_username ?? "") : ""}
          service={service}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}

function Promises({ service }: { service: Verifying | undefined }) {
  return (
    <section aria-label="What linking means" className="space-y-3 text-sm text-soft">
      <ul className="list-disc space-y-1 pl-5">
        <li>It is your choice. Without it, what you two report and your pictures decide, and you are paid the same.</li>
        <li>We never ask for a Call of Duty password, and read only what Activision shows to everybody.</li>
        {service ? <li>{SERVICE_SENTENCE[service]}</li> : null}
      </ul>
    </section>
  );
}

const INK = { win: "text-win-text", stake: "text-stake-text", danger: "text-danger-text", muted: "text-muted" };

type RowProps = {
  platform: Platform;
  account: GameAccount | undefined;
  /** The name given at registration: opponents see it although nobody has checked it. */
  plain: string | null;
  service: Verifying | undefined;
  onOpen: () => void;
};

function Row({ platform, account, plain, service, onOpen }: RowProps) {
  const status = account ? accountStatus(account, service) : null;
  const copy = status ? ACCOUNT_STATUS[status] : null;
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className={cx(
          "flex min-h-16 w-full items-center gap-3 rounded-lg border px-4 py-3 text-left",
          account ? "border-line bg-raised" : "border-dashed border-edge",
        )}
      >
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center justify-between gap-x-3 text-sm">
            <span className="text-muted">{ACCOUNT_NAME[platform]}</span>
            {copy ? (
              <span className={cx("inline-flex items-center gap-2 font-bold", INK[copy.tone])}>
                {status === "checking" ? <LoadingSpinner small /> : null}
                {copy.label}
              </span>
            ) : null}
          </span>
          {account ? (
            <>
              <span className="block text-lg font-bold wrap-anywhere">
                <bdi>{account.username}</bdi>
              </span>
              {status === "linked" || status === "kept" ? null : (
                <span className="mt-0.5 block text-sm text-soft">{copy?.text}</span>
              )}
            </>
          ) : (
            <>
              <span className="block font-semibold">{plain ? <bdi>{plain}</bdi> : "Add your name"}</span>
              {plain ? (
                <span className="block text-sm text-soft">Opponents see this name. Tap to have it checked.</span>
              ) : null}
            </>
          )}
        </span>
        {account ? (
          <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
        ) : (
          <Plus aria-hidden className="size-5 shrink-0 text-muted" />
        )}
      </button>
    </li>
  );
}
