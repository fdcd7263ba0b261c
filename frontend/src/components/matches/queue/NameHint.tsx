/** Which name the opponent will see; without one for this platform nothing can be staked on it. */
import Link from "next/link";
import { useGameName } from "@/hooks/profile/useGameAccounts";
import { ACCOUNT_NAME } from "@/lib/copy/gameAccounts";
import { namePage } from "@/lib/copy/namePage";
import type { Platform } from "@/types/match";

export function NameHint({ platform }: { platform: Platform }) {
  const name = useGameName(platform);
  if (name === undefined) return null;
  return (
    <p className="px-1 text-sm text-soft">
      {name ? (
        <>
          Your opponent sees{" "}
          <strong>
            <bdi>{name}</bdi>
          </strong>
          .{" "}
        </>
      ) : (
        "Your opponent needs your name in the game to invite you. "
      )}
      <Link
        href={namePage(platform)}
        className="-my-3 inline-block py-3 font-semibold text-text underline decoration-edge decoration-2 underline-offset-4"
      >
        {name ? "Change it" : `Add your ${ACCOUNT_NAME[platform]} name`}
      </Link>
    </p>
  );
}
