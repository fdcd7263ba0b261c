/** The link to the game names, with their status in short. */
import Link from "next/link";
import { Gamepad2 } from "lucide-react";
import { useGameAccounts, useVerificationService } from "@/hooks/profile/useGameAccounts";
import { accountStatus } from "@/lib/copy/gameAccounts";
import { cx } from "@/lib/utils";

const TROUBLE = new Set(["private", "not_found", "empty", "taken"]);

export function GameNames() {
  const { data: accounts } = useGameAccounts();
  const { data: service } = useVerificationService();
  const troubled = accounts?.some((account) => TROUBLE.has(accountStatus(account, service))) ?? false;
  return (
    <Link
      href="/profile/games"
      className="flex min-h-13 flex-wrap items-center gap-x-3 rounded-lg border border-line bg-raised px-4 font-semibold"
    >
      <Gamepad2 aria-hidden className="size-5 text-stake-text" />
      Game names
      <span className={cx("ml-auto text-sm font-normal", troubled ? "text-stake-text" : "text-muted")}>
        {accounts === undefined
          ? ""
          : troubled
            ? "Needs attention"
            : accounts.length === 0
              ? "None yet"
              : `${accounts.length} saved`}
      </span>
    </Link>
  );
}
