/** One notification: what happened and when, as a link to the page about it. */
import { Flag, Scale, ShieldCheck, Swords, Trophy, Wallet, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { hour } from "@/lib/format/time";
import { cx, safePath } from "@/lib/utils";
import type { Notification, NotificationGroup } from "@/types/notification";

const ICON: Record<NotificationGroup, LucideIcon> = {
  match: Swords,
  challenge: Flag,
  tournament: Trophy,
  money: Wallet,
  account: ShieldCheck,
  conduct: Scale,
};

type Props = { item: Notification; lang: string | undefined; onOpen: () => void };

export function InboxRow({ item, lang, onOpen }: Props) {
  const Icon = ICON[item.group];
  return (
    <li>
      <Link
        href={safePath(item.link, "/notifications")}
        onClick={onOpen}
        className={cx(
          "flex gap-3 border-l-4 px-3 py-3 hover:bg-lifted",
          item.is_read ? "border-transparent" : "border-stake bg-raised",
        )}
      >
        <Icon aria-hidden className={cx("mt-0.5 size-5 shrink-0", item.is_read ? "text-muted" : "text-stake-text")} />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span lang={lang} className={cx("min-w-0 wrap-anywhere", item.is_read ? "font-semibold" : "font-bold")}>
              {item.is_read ? null : <span className="sr-only">New: </span>}
              {item.title}
            </span>
            <time dateTime={item.created_at} className="figures shrink-0 text-xs text-muted">
              {hour(item.created_at)}
            </time>
          </span>
          <span lang={lang} className="mt-0.5 block text-sm wrap-anywhere text-soft">
            {item.message}
          </span>
        </span>
      </Link>
    </li>
  );
}
