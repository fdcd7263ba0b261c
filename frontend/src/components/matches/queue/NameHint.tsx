/** A hint to add a name for this platform, which the opponent needs to send an invitation; it blocks nothing. */
import Link from "next/link";
import { useGameAccounts } from "@/hooks/profile/useGameAccounts";
import { useMe } from "@/hooks/profile/useProfile";
import { ACCOUNT_NAME } from "@/lib/copy/gameAccounts";
import type { Platform } from "@/types/match";

export function NameHint({ platform }: { platform: Platform }) {
  const { data: accounts } = useGameAccounts();
  const { data: me } = useMe();
  if (!accounts || !me || accounts.some((account) => account.platform === platform)) return null;
  return (
    <p className="px-1 text-sm text-soft">
      {me.cod_username ? (
        <>
          Your opponent sees <strong className="break-all">{me.cod_username}</strong>.{" "}
        </>
      ) : (
        "Your opponent needs your name in the game to invite you. "
      )}
      <Link
        href="/profile/games"
        className="-my-3 inline-block py-3 font-semibold text-text underline decoration-edge decoration-2 underline-offset-4"
      >
        Add your {ACCOUNT_NAME[platform]} name
      </Link>
    </p>
  );
}
